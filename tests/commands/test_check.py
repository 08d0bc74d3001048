"""The checker finds what is wrong and leaves alone what is right; run it with `python3 -m unittest` in this folder."""

import unittest

import query
import shell
import source


def words(text):
    return [simple.words for simple in shell.commands(source.fill(text))]


class Reading(unittest.TestCase):
    def test_substitutions_and_pipes_are_commands(self):
        found = words("for x in a; do aws s3 ls \"$(aws sts get-caller-identity)\" | jq .; done")
        self.assertIn(["aws", "sts", "get-caller-identity"], found)
        self.assertIn(["aws", "s3", "ls", source.WILD], found)

    def test_placeholders_are_filled(self):
        self.assertEqual(words("az vm show -n {server} -g <group name>"), [["az", "vm", "show", "-n", source.WILD, "-g", source.WILD]])

    def test_xargs_gets_its_argument(self):
        self.assertEqual(words("cat x | xargs -I{} az disk show --ids {}")[-1], ["az", "disk", "show", "--ids", source.WILD])

    def test_text_that_is_no_shell_is_refused(self):
        for text in ("aws x --query \"[?a==`true`]\"", "aws x 'y", "aws x --query \"[?!enabled]\""):
            with self.assertRaises(shell.ShellError, msg=text):
                shell.commands(text)


class Shape:
    def __init__(self, type_name, **parts):
        self.type_name, self.name = type_name, "Thing"
        self.__dict__.update(parts)


TEXT = Shape("string")
THINGS = Shape("structure", members={"Things": Shape("list", member=Shape("structure", members={"Name": TEXT}))})


class Queries(unittest.TestCase):
    def check(self, expression, problem):
        found = query.check(expression, THINGS)
        self.assertEqual(bool(found), problem, f"{expression}: {found}")

    def test_right_ones(self):
        for expression in ("Things[].Name", "Things[?Name=='a'] | [0].Name", "length(Things)", "sort_by(Things,&Name)[-1].Name"):
            self.check(expression, False)

    def test_wrong_ones(self):
        for expression in ("Thing[].Name", "Things[].Nam", "Things.Name", "Things[", "length(@)", "Things[?Nam=='a']"):
            self.check(expression, True)


class Tools(unittest.TestCase):
    def check(self, module, right, wrong):
        if not module.VERSION:
            self.skipTest(f"the package of {module.__name__} is not installed")
        checker = module.Checker()
        for text in right:
            self.assertEqual(checker.check(words(text)[0], True), [], text)
        for text in wrong:
            self.assertTrue(checker.check(words(text)[0], True), text)

    def test_aws(self):
        import aws

        right = ["aws s3api get-bucket-versioning --bucket {b} --query Status", "aws rds wait db-instance-available"]
        wrong = [
            "aws s3api get-bucket-versionin --bucket b",
            "aws s3api get-bucket-versioning",
            "aws s3api get-bucket-versioning --bucket b --query State",
            "aws s3api get-bucket-versioning --buckets b",
            "aws acm request-certificate --domain-name a --validation-method TXT",
        ]
        self.check(aws, right, wrong)

    def test_az(self):
        import az

        right = ["az network vnet show -g {g} -n {n} --query addressSpace.addressPrefixes", "az group delete -n a --yes"]
        wrong = ["az network vnets show", "az network vnet show -g a -n b --query addressSpaces", "az group delete --nam3 a"]
        self.check(az, right, wrong)

    def test_gcloud(self):
        import gcloud

        right = ["gcloud sql users list --instance={db} --format=json", "gcloud compute networks describe n"]
        wrong = ["gcloud sql user list", "gcloud sql users list", "gcloud compute networks describe", "gcloud sql users list --instance=a --limits=3"]
        self.check(gcloud, right, wrong)

    def test_terraform(self):
        import terraform

        checker = terraform.Checker()
        self.assertEqual(checker.check_type("aws_s3_bucket"), [])
        self.assertTrue(checker.check_type("aws_s3_buckets"))
        self.assertEqual(checker.check_setting("force_destroy = false"), [])
        self.assertTrue(checker.check_setting("force_destroi = false"))


if __name__ == "__main__":
    unittest.main()
