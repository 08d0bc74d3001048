"""The shape of what an `az` command answers, for commands that are generated from the service's own description."""

import inspect

SCALARS = ("AAZStrType", "AAZIntType", "AAZBoolType", "AAZFloatType")


def of_command(command):
    """The answer's shape, None when the command is written by hand."""
    output = getattr(type(command), "_output", None)
    if output is None or ".aaz." not in getattr(output, "__module__", ""):
        return None
    source = inspect.getsource(output)
    schema = response_schema(type(command))
    if schema is None or "self.ctx.vars.instance" not in source:
        return None
    shape = Shape(schema, "client_flatten=True" in source)
    return shape.members.get("value") if "instance.value" in source else shape


def response_schema(command_class):
    """What the first request of a command reads."""
    for cls in command_class.__mro__:
        for request in vars(cls).values():
            for name in ("_build_schema_on_200", "_build_schema_on_200_201"):
                if inspect.isclass(request) and hasattr(request, name):
                    return getattr(request, name)()
    return None


class Shape:
    """Looks like a shape of botocore, so that `query` reads both."""

    def __init__(self, schema, flatten, name="the answer"):
        self.schema, self.flatten, self.name = schema, flatten, name

    @property
    def type_name(self):
        kind = type(self.schema).__name__
        if kind in SCALARS:
            return "string"
        known = {"AAZObjectType": "structure", "AAZIdentityObjectType": "structure", "AAZListType": "list", "AAZDictType": "map"}
        return known.get(kind)

    @property
    def members(self):
        found = {}
        for schema in variants(self.schema):
            for key, field in schema._fields.items():
                inner = Shape(field, self.flatten, key)
                if self.flatten and field._flags.get("client_flatten") and inner.type_name == "structure":
                    found.update(inner.members)
                else:
                    found[field._serialized_name or key] = inner
        if "id" in found:  # the tool adds the group that an id names
            found.setdefault("resourceGroup", found["id"])
        return found

    @property
    def member(self):
        return Shape(self.schema.Element, self.flatten, f"element of {self.name}")

    value = member


def variants(schema):
    """A schema and those of its kinds: which one comes is known only from the answer."""
    yield schema
    yield from schema._discriminators.values()
