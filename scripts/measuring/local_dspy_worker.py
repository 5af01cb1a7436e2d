"""Runs one of DSPy's optimizers on the local model, or scores what it ended with. A process of its own.

DSPy's optimizers know no budget of calls, so each is given settings that take at most that many:

- labeled: LabeledFewShot with its 16 demos makes no call.
- bootstrap: BootstrapFewShotWithRandomSearch with its 4 bootstrapped and 16 labelled demos scores each candidate
  on the same 40 validation examples, drawn apart from the rest; there are as many candidates as the calls suffice
  for, with 12 calls of the teacher for each, about what it takes to see 4 right answers.
- simba: SIMBA with 4 candidates on minibatches of 16, a step for every 300 calls; what the steps leave is spent on
  its last look at the training examples, which are cut down to so many.
"""

import argparse
import json
import os
import pathlib
import random
import typing

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "true"  # no download of model prices
import dspy  # noqa: E402
import yaml  # noqa: E402

VALIDATION = 40
TEACHER_CALLS = 12
BUILT_IN_CANDIDATES = 3  # without demos, labelled ones, unshuffled bootstrapped ones
MINIBATCH, CANDIDATES, CALLS_PER_STEP = 16, 4, 300
REFLECTION_TOKENS = 512

# Ascent ends an answer at the marker after its last field. DSPy writes on to its own last marker, and reads nothing
# of an answer that is cut within it, which the 16 tokens of the task would do.
ANSWER_TOKENS = 64


def main():
    settings = parser().parse_args()
    task = yaml.safe_load((settings.folder / "task.yaml").read_text())
    module = task["program"]["modules"][0]
    inputs = [field["name"] for field in module["signature"]["inputs"]]
    field = task["metric"]["field"]

    def lm(max_tokens):
        return dspy.LM(
            "openai/smollm2-135m-instruct", api_base=settings.lm, api_key="unused", cache=False, num_retries=0,
            timeout=task["lm"]["timeout-seconds"], temperature=task["lm"]["temperature"], max_tokens=max_tokens,
        )

    def examples(file):
        return [dspy.Example(**json.loads(line)).with_inputs(*inputs) for line in file.read_text().splitlines()]

    def metric(example, prediction, trace=None):
        return float(example[field] == getattr(prediction, field, None))

    # Answers in JSON are not asked for where an answer is unreadable: the server refuses response formats. Zero-shot,
    # no answer is readable, and an unreadable one shall not end the run.
    dspy.configure(
        lm=lm(ANSWER_TOKENS),
        adapter=dspy.ChatAdapter(use_json_adapter_fallback=False),
        max_errors=1_000_000,
    )
    student = dspy.Predict(signature_of(module["signature"]))
    if settings.score:
        student.load(settings.folder / "program.json")
        evaluate = dspy.Evaluate(devset=examples(settings.score), metric=metric, num_threads=settings.threads)
        scores = [float(score) for _, _, score in evaluate(student).results]
        (settings.folder / "scores.json").write_text(json.dumps(scores))
        return
    trainset = examples(settings.folder / "train.jsonl")
    learned = learn(settings, student, trainset, metric, lm(REFLECTION_TOKENS))
    learned.save(settings.folder / "program.json")


def learn(settings, student, trainset, metric, prompt_model):
    if settings.optimizer == "labeled":
        return dspy.LabeledFewShot().compile(student, trainset=trainset)
    if settings.optimizer == "bootstrap":
        left = settings.calls - BUILT_IN_CANDIDATES * VALIDATION - TEACHER_CALLS
        optimizer = dspy.BootstrapFewShotWithRandomSearch(
            metric=metric,
            num_candidate_programs=max(1, left // (VALIDATION + TEACHER_CALLS)),
            num_threads=settings.threads,
        )
        return optimizer.compile(student, trainset=trainset[VALIDATION:], valset=trainset[:VALIDATION])
    steps = max(1, settings.calls // CALLS_PER_STEP)
    by_steps = steps * (MINIBATCH * (2 * CANDIDATES + 1) + CANDIDATES + 1)
    finalists = min(steps, CANDIDATES) + 1
    known = max(MINIBATCH, min(len(trainset), (settings.calls - by_steps) // finalists))
    optimizer = dspy.SIMBA(
        metric=metric, bsize=MINIBATCH, num_candidates=CANDIDATES, max_steps=steps, num_threads=settings.threads,
        prompt_model=prompt_model,
    )
    return optimizer.compile(student, trainset=random.Random(settings.seed).sample(trainset, known), seed=settings.seed)


def signature_of(declared):
    def typed(field):
        return typing.Literal[tuple(field["choices"])] if field.get("choices") else str

    annotations = {field["name"]: typed(field) for part in ("inputs", "outputs") for field in declared[part]}
    members = {field["name"]: dspy.InputField() for field in declared["inputs"]}
    members |= {field["name"]: dspy.OutputField() for field in declared["outputs"]}
    return type(dspy.Signature)(
        "Task", (dspy.Signature,), {"__doc__": declared["instructions"], "__annotations__": annotations, **members}
    )


def parser():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("optimizer", choices=("labeled", "bootstrap", "simba"))
    p.add_argument("--folder", type=pathlib.Path, required=True, help="has task.yaml and train.jsonl")
    p.add_argument("--lm", required=True, help="base URL of the model")
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--calls", type=int, required=True, help="of the model, at most")
    p.add_argument("--threads", type=int, required=True)
    p.add_argument("--score", type=pathlib.Path, help="score the program in the folder on these examples")
    return p


if __name__ == "__main__":
    main()
