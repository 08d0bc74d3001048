"""Check JMESPath expressions: that they compile, and that their names are in the shape of the answer."""

from difflib import get_close_matches

import jmespath


def check(expression, shape):
    """Say what is wrong. `shape` is that of the answer as botocore describes it, or None when it is not known."""
    try:
        tree = jmespath.compile(expression).parsed
    except jmespath.exceptions.JMESPathError as error:
        return [f"--query does not compile: {str(error).splitlines()[0]}"]
    problems = []
    walk(tree, shape, problems)
    return problems


def walk(node, shape, problems):
    """The shape that a part of the expression gives, None when it is not known."""
    rule = RULES.get(node["type"])
    if rule:
        return rule(node, shape, problems)
    for child in node["children"]:
        if isinstance(child, dict):
            walk(child, shape, problems)
    return None


def kind(shape):
    """The type, None when it is not known. A policy arrives as text and is printed as a document."""
    if getattr(shape, "name", "").lower().endswith("policydocumenttype"):
        return None
    return getattr(shape, "type_name", None)


def known_field(node, shape, problems):
    name = node["value"]
    if name == "null" and kind(shape) == "structure":
        return None  # a field that no answer has gives null, which is what `==null` wants
    if kind(shape) == "map":
        return shape.value
    if kind(shape) == "structure" and not getattr(shape, "is_document_type", False):
        if name in shape.members:
            return shape.members[name]
        near = get_close_matches(name, shape.members, 1, 0.5)
        hint = f", did you mean `{near[0]}`" if near else f", there are {', '.join(list(shape.members)[:12])}"
        problems.append(f"--query: `{name}` is not in {shape.name}{hint}")
    elif kind(shape) == "list":
        problems.append(f"--query: `.{name}` on the list {shape.name}: put `[]` in front of it")
    elif kind(shape):
        problems.append(f"--query: `.{name}` on the {kind(shape)} {shape.name} gives nothing")
    return None


def chain(node, shape, problems):
    for child in node["children"]:
        shape = walk(child, shape, problems)
    return shape


def element(shape):
    return shape.member if kind(shape) == "list" else None


def projection(node, shape, problems):
    """`left[*].right`: the right side sees the elements of the left one; so does what follows it."""
    left, right = node["children"][:2]
    inner = element(walk(left, shape, problems))
    if len(node["children"]) > 2:
        walk(node["children"][2], inner, problems)
    return Many(walk(right, inner, problems))


def value_projection(node, shape, problems):
    left, right = node["children"][:2]
    outer = walk(left, shape, problems)
    return Many(walk(right, outer.value if kind(outer) == "map" else None, problems))


def flatten(node, shape, problems):
    """`x[]`: a list of lists becomes one list."""
    inner = walk(node["children"][0], shape, problems)
    if kind(inner) in ("structure", "string", "integer", "boolean"):
        problems.append(f"--query: `[]` on the {kind(inner)} {inner.name} gives nothing")
    return Many(element(element(inner))) if kind(element(inner)) == "list" else inner


def indexed(node, shape, problems):
    if kind(shape) in ("structure", "string", "integer", "boolean"):
        problems.append(f"--query: an index on the {kind(shape)} {shape.name} gives nothing")
    return element(shape)


def parallel(node, shape, problems):
    for child in node["children"]:
        walk(child, shape, problems)
    return None


def function(node, shape, problems):
    """Arguments see the present node; what `sort_by` and its like give is their first argument."""
    arguments = node["children"]
    first = walk(arguments[0], shape, problems) if arguments else None
    for argument in arguments[1:]:
        inner = element(first) if argument["type"] == "expref" else shape
        walk(argument, inner, problems)
    if node["value"] == "length" and kind(first) == "structure":
        problems.append(f"--query: `length` of the structure {first.name} counts its fields")
    if node["value"] in ("sort_by", "reverse", "sort"):
        return first
    if node["value"] in ("max_by", "min_by"):
        return element(first)
    return None


class Many:
    """A list that an expression makes."""

    type_name = "list"
    name = "result"

    def __init__(self, member):
        self.member = member


RULES = {
    "field": known_field,
    "subexpression": chain,
    "index_expression": chain,
    "pipe": chain,
    "index": indexed,
    "slice": lambda node, shape, problems: shape,
    "projection": projection,
    "filter_projection": projection,
    "value_projection": value_projection,
    "flatten": flatten,
    "identity": lambda node, shape, problems: shape,
    "current": lambda node, shape, problems: shape,
    "multi_select_list": parallel,
    "multi_select_dict": parallel,
    "key_val_pair": parallel,
    "comparator": parallel,
    "and_expression": parallel,
    "not_expression": parallel,
    "or_expression": parallel,
    "function_expression": function,
    "expref": chain,
}
