"""Runs one of DSPy's optimizers on a task's files and writes what it ends with in Ascent's form.

A process of its own: it needs the Python that has DSPy.
"""

import argparse
import json
import os
import pathlib
import re
import time
import typing

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "true"  # no download of model prices
import dspy  # noqa: E402
import yaml  # noqa: E402

SIMBA_STEPS = 8


def main():
    settings = parser().parse_args()
    task = yaml.safe_load((settings.files / "task.yaml").read_text())
    modules = [{"name": module["name"], **module["signature"]} for module in task["program"]["modules"]]
    lines = (settings.files / "train.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    written = {field["name"] for module in modules for field in module["outputs"]}
    trainset = [dspy.Example(**row).with_inputs(*(name for name in row if name not in written)) for row in rows]

    def lm(**extra):
        return dspy.LM("openai/simulated", api_base=settings.lm, api_key="unused", cache=False, **extra)

    dspy.configure(lm=lm())
    student = Program(modules)
    began = time.monotonic()
    if settings.optimizer == "simba":
        optimizer = dspy.SIMBA(
            metric=score_by(task["metric"]), num_threads=settings.threads, max_steps=settings.max_steps
        )
        learned = optimizer.compile(student, trainset=trainset, seed=settings.seed)
    else:
        optimizer = dspy.GEPA(
            metric=score_with_feedback_by(task["metric"]),
            max_metric_calls=max(1, settings.max_rollouts // len(modules)),
            reflection_lm=lm(temperature=1.0),
            num_threads=settings.threads,
            seed=settings.seed,
        )
        learned = optimizer.compile(student, trainset=trainset)
    seconds = time.monotonic() - began
    predictors = [described(getattr(learned, module["name"]), module) for module in modules]
    settings.program.write_text(json.dumps({"predictors": predictors}))
    settings.report.write_text(json.dumps({"wallSeconds": seconds}))


class Program(dspy.Module):
    """A task's modules in a row, each a `Predict` under the module's name."""

    def __init__(self, modules):
        super().__init__()
        self.inputs_by_module = {module["name"]: [field["name"] for field in module["inputs"]] for module in modules}
        for module in modules:
            setattr(self, module["name"], dspy.Predict(signature_of(module)))

    def forward(self, **values):
        outputs = {}
        for name, inputs in self.inputs_by_module.items():
            prediction = getattr(self, name)(**{field: values[field] for field in inputs})
            outputs |= prediction.items()
            values |= prediction.items()
        return dspy.Prediction(**outputs)


def signature_of(module):
    def typed(field):
        return typing.Literal[tuple(field["choices"])] if field.get("choices") else str

    def described_by(field):
        return {"desc": field["description"]} if field.get("description") else {}

    annotations = {field["name"]: typed(field) for part in ("inputs", "outputs") for field in module[part]}
    members = {field["name"]: dspy.InputField(**described_by(field)) for field in module["inputs"]}
    members |= {field["name"]: dspy.OutputField(**described_by(field)) for field in module["outputs"]}
    return type(dspy.Signature)(
        "Task", (dspy.Signature,), {"__doc__": module["instructions"], "__annotations__": annotations, **members}
    )


def score_by(metric):
    """The metric of a task file, of those that simulated worlds have."""
    field, compare = metric["field"], {"exact-match": exact_match, "f1": f1}[metric["type"]]

    def score(example, prediction, trace=None):
        return compare(example[field], getattr(prediction, field))

    return score


def exact_match(expected, answer):
    return float(expected == answer)


def f1(expected, answer):
    """The harmonic mean of precision and recall of words; no word is in these answers twice."""
    wanted, given = (set(re.findall(r"\w+", text.lower())) for text in (expected, str(answer)))
    return 2 * len(wanted & given) / max(1, len(wanted) + len(given))


def score_with_feedback_by(metric):
    field, score_of = metric["field"], score_by(metric)

    def score(example, prediction, trace=None, pred_name=None, pred_trace=None):
        value = score_of(example, prediction)
        feedback = "The answer is right." if value == 1 else f"The answer is wrong: {field} is '{example[field]}'."
        return dspy.Prediction(score=value, feedback=feedback)

    return score


def described(predictor, module):
    names = {part: [field["name"] for field in module[part]] for part in ("inputs", "outputs")}
    return {
        "name": module["name"],
        "instructions": predictor.signature.instructions,
        "demos": [
            {part: {name: demo[name] for name in names[part] if name in demo} for part in names}
            for demo in predictor.demos
        ],
    }


def parser():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("optimizer", choices=("simba", "gepa"))
    p.add_argument("--files", type=pathlib.Path, required=True, help="folder with task.yaml and train.jsonl")
    p.add_argument("--lm", required=True, help="base URL of the model")
    p.add_argument("--program", type=pathlib.Path, required=True, help="written: what was learned")
    p.add_argument("--report", type=pathlib.Path, required=True, help="written: seconds")
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--threads", type=int, required=True)
    p.add_argument("--max-steps", type=int, default=SIMBA_STEPS, help="of SIMBA")
    p.add_argument("--max-rollouts", type=int, help="of GEPA: calls of modules in its runs of the program")
    return p


if __name__ == "__main__":
    main()
