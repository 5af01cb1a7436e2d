"""Loads a program that Ascent wrote into DSPy, and fails where DSPy sees something else.

    python load_program.py PROGRAM.json [--fields 'classify=ticket -> team' ...]

PROGRAM.json has `predictors` (`name`, `instructions`, `demos` with `inputs` and `outputs`) and `dspy`,
the state that DSPy's own `Module.load` reads. A module with these predictors is built with other
instructions and no demos, `dspy` is loaded into it, and every predictor must then have the instructions
and demos that `predictors` states, and show them in the prompt that DSPy renders.

The fields of a predictor come from `--fields`, else from PROGRAM.json: `inputs` and `outputs` (names, or
objects with a `name`) of the predictor or of its `signature`. A predictor `answer` whose state is kept
under `answer.predict` becomes a ChainOfThought.

Exit code: 0 the same, 1 different or not loadable, 2 wrong usage.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "true")  # no download of model prices

import dspy

PLACEHOLDER = "Replaced when the state is loaded."


class UsageError(Exception):
    """The arguments or the file do not say what is needed."""


def field_names(declared):
    """Names of declared fields: a list of names or of objects with a name, or an object keyed by name."""
    return [f if isinstance(f, str) else f["name"] for f in declared]


def declared_fields(predictor, given):
    name = predictor["name"]
    if name in given:
        inputs, arrow, outputs = given[name].partition("->")
        if not arrow:
            raise UsageError(f"--fields {name}: expected 'inputs -> outputs', not {given[name]!r}")
        return [f.strip() for f in inputs.split(",")], [f.strip() for f in outputs.split(",")]
    for source in (predictor.get("signature", {}), predictor):
        if "inputs" in source and "outputs" in source:
            return field_names(source["inputs"]), field_names(source["outputs"])
    raise UsageError(f"the fields of {name} are not in the file: pass --fields '{name}=inputs -> outputs'")


def state_key(name, state):
    for key in (name, f"{name}.predict"):
        if key in state:
            return key
    raise ValueError(f"`dspy` has no state for predictor {name}: it has {sorted(set(state) - {'metadata'})}")


def signature(inputs, outputs):
    return dspy.Signature(f"{', '.join(inputs)} -> {', '.join(outputs)}", PLACEHOLDER)


def build(predictors, state, given):
    """A module whose predictors have the keys of `state`."""
    root = dspy.Module()
    keys = {}
    for predictor in predictors:
        inputs, outputs = declared_fields(predictor, given)
        key = keys[predictor["name"]] = state_key(predictor["name"], state)
        *path, last = key.split(".")
        reasons = last == "predict" and bool(path)
        if reasons:
            last = path.pop()
        parent = root
        for part in path:
            if not hasattr(parent, part):
                setattr(parent, part, dspy.Module())
            parent = getattr(parent, part)
        if reasons:
            outputs = [o for o in outputs if o != "reasoning"]
            setattr(parent, last, dspy.ChainOfThought(signature(inputs, outputs)))
        else:
            setattr(parent, last, dspy.Predict(signature(inputs, outputs)))
    return root, keys


def load(root, state):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "state.json"
        file.write_text(json.dumps(state))
        root.load(file)


def differences(name, expected, predictor, state):
    """What DSPy has for a predictor that differs from what the program states."""
    if predictor.signature.instructions != expected["instructions"]:
        yield f"{name}: instructions are {predictor.signature.instructions!r}, not {expected['instructions']!r}"
    wanted = [{**d["inputs"], **d["outputs"]} for d in expected.get("demos", [])]
    found = [{k: v for k, v in dict(d).items() if k != "augmented"} for d in predictor.demos]
    if len(found) != len(wanted):
        yield f"{name}: {len(found)} demos, not {len(wanted)}"
    for i, (have, want) in enumerate(zip(found, wanted)):
        if have != want:
            yield f"{name}: demo {i + 1} is {have!r}, not {want!r}"
    fields = list(predictor.signature.fields)
    if len(state["signature"]["fields"]) != len(fields):
        yield f"{name}: the state describes {len(state['signature']['fields'])} fields, DSPy has {fields}"
    unknown = {k for d in wanted for k in d} - set(fields)
    if unknown:
        yield f"{name}: demos have values for {sorted(unknown)}, which are no fields"
    yield from rendered_differences(name, expected["instructions"], wanted, predictor)


def rendered_differences(name, instructions, demos, predictor):
    adapter = dspy.ChatAdapter()
    inputs = {field: "placeholder" for field in predictor.signature.input_fields}
    messages = adapter.format(signature=predictor.signature, demos=predictor.demos, inputs=inputs)
    if len(messages) != 2 + 2 * len(demos):
        yield f"{name}: {len(messages)} messages are rendered for {len(demos)} demos"
        return
    for line in instructions.splitlines():
        if line.strip() not in messages[0]["content"]:
            yield f"{name}: the system message lacks {line!r}"
    # DSPy shows demos that lack a field, such as the reasoning, before all others.
    fields = set(predictor.signature.fields)
    in_order = sorted(enumerate(demos, 1), key=lambda numbered: fields <= set(numbered[1]))
    for (number, demo), user, assistant in zip(in_order, messages[1::2], messages[2::2]):
        shown = user["content"] + assistant["content"]
        for field, value in demo.items():
            if isinstance(value, str) and value not in shown:
                yield f"{name}: demo {number} is rendered without its {field}"


def given_fields(arguments):
    pairs = {}
    for argument in arguments:
        name, equals, fields = argument.partition("=")
        if not equals:
            raise UsageError(f"--fields: expected 'predictor=inputs -> outputs', not {argument!r}")
        pairs[name.strip()] = fields
    return pairs


def check(file, fields):
    """All differences; raises what DSPy raises when the state cannot be loaded."""
    program = json.loads(pathlib.Path(file).read_text())
    for member in ("predictors", "dspy"):
        if member not in program:
            raise UsageError(f"{file} has no member `{member}`")
    predictors, state = program["predictors"], program["dspy"]
    root, keys = build(predictors, state, given_fields(fields))
    load(root, state)
    loaded = dict(root.named_predictors())
    found = [f"{key}: a state without a predictor" for key in state if key != "metadata" and key not in loaded]
    for predictor in predictors:
        key = keys[predictor["name"]]
        found += differences(predictor["name"], predictor, loaded[key], state[key])
    return found, loaded


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="PROGRAM.json")
    parser.add_argument("--fields", action="append", default=[], metavar="'NAME=INPUTS -> OUTPUTS'")
    arguments = parser.parse_args()
    try:
        found, loaded = check(arguments.file, arguments.fields)
    except (UsageError, OSError, json.JSONDecodeError) as error:
        print(f"load_program: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # whatever DSPy raises on a state that it cannot load
        print(f"DSPy {dspy.__version__} cannot load it: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for difference in found:
        print(difference, file=sys.stderr)
    if found:
        print(f"{len(found)} differences", file=sys.stderr)
        return 1
    demos = sum(len(p.demos) for p in loaded.values())
    print(f"DSPy {dspy.__version__} loaded {len(loaded)} predictors ({', '.join(loaded)}) with {demos} demos: the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
