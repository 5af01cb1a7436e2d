"""Records the decisions that DSPy's SIMBA makes, for SimbaDecisionsTest to replay.

Runs the real `dspy.SIMBA` of DSPy 3.4.1 on toy tasks with an in-process language model, and writes
what it saw and what it decided to `src/test/resources/dspy/simba-decisions.json`. The layout is
described in the README beside that file. The same versions give the same file; between processors the
softmax weights may differ in their last digit.

    python -m venv venv && venv/bin/pip install 'dspy[numpy]==3.4.1'
    venv/bin/python src/test/python/record_simba_decisions.py           # write the file
    venv/bin/python src/test/python/record_simba_decisions.py --check   # compare with the file

Nothing of DSPy is changed. The optimizer's collaborators (generators, percentile, parallel runner,
strategies) are wrapped by recording ones, and values that exist only as locals of `compile` are read
from its frame. Helpers nested in `compile` are called for the tables by binding their code objects.
"""

import argparse
import inspect
import json
import logging
import math
import os
import pathlib
import random
import re
import sys
import types
import warnings

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "true")  # no download of model prices

import dspy
import numpy
from dspy.lm15 import Message, Response, TextPart, Usage, response_to_events
from dspy.teleprompt import simba as simba_module

DSPY_VERSION = "3.4.1"
OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "dspy" / "simba-decisions.json"

COLOURS = {"ruby": "red", "leaf": "green", "sea": "blue", "coal": "black", "snow": "white"}
UNAIDED = {"ruby": 0.1, "leaf": 0.3, "sea": 0.5, "coal": 0.7, "snow": 0.9}
WITH_RULE, WITH_DEMO, WITH_WRONG_RULE = 0.95, 0.9, 0.05


# The toy world -------------------------------------------------------------------------------------


def section(text, field):
    """The value under a field's marker in a prompt of DSPy's chat format."""
    found = re.search(r"\[\[ ## %s ## \]\]\n(.*?)(?=\n\n\[\[ ## |\n\nRespond with |\Z)" % field, text, re.S)
    return found.group(1).strip() if found else None


class ToyModel:
    """An engine of `dspy.LM` that answers by keyword, by rules in the instructions and by demos.

    Its draws depend on the seed and the number of the call alone, so one thread makes a run repeatable.
    """

    def __init__(self, seed, unaided=UNAIDED, garbled_answers=0.0, garbled_advice=0.0, stray_advice=0.0):
        self.seed, self.calls = seed, 0
        self.unaided = unaided
        self.garbled_answers = garbled_answers
        self.garbled_advice = garbled_advice
        self.stray_advice = stray_advice

    def complete(self, request):
        self.calls += 1
        draw = random.Random(f"{self.seed}/{self.calls}")
        system = request.system if isinstance(request.system, str) else "".join(p.text for p in request.system)
        text = self.answer(draw, system, [(m.role, m.text or "") for m in request.messages])
        return Response(
            id=None,
            model="toy",
            message=Message.assistant([TextPart(text)]),
            finish_reason="stop",
            usage=Usage(input_tokens=0, output_tokens=0, total_tokens=0),
        )

    def stream(self, request):
        return response_to_events(self.complete(request))

    def close(self):
        pass

    def answer(self, draw, system, messages):
        garbled = "no field here"
        if "JSON object with the following fields" in system:  # DSPy's second try after a garbled answer
            return garbled
        if "module_advice" in system:
            if draw.random() < self.garbled_advice:
                return garbled
            return fields(discussion="compared", module_advice=json.dumps(self.advice(draw, messages[-1][1])))
        if draw.random() < self.garbled_answers:
            return garbled
        outputs = re.findall(r"\[\[ ## (\w+) ## \]\]", system)
        instructions = system.split("your objective is:")[-1]
        last = messages[-1][1]
        if "codes" in outputs:
            words = section(last, "text").split()[:4]
            return fields(codes=" ".join(self.colour(draw, w, instructions, messages, "codes") for w in words))
        if "word" in outputs and "text" in outputs:
            word = section(last, "text").split()[0]
            return fields(word=word if draw.random() < 0.9 else draw.choice(list(COLOURS)))
        word = (section(last, "text") or section(last, "word")).split()[0]
        return fields(label=self.colour(draw, word, instructions, messages, "label"))

    def colour(self, draw, word, instructions, messages, output):
        right = COLOURS.get(word, "none")
        chance = self.unaided.get(word, 0.0)
        rules = re.findall(rf"\b{word} is (\w+)", instructions)
        pairs = zip(messages[:-1:2], messages[1:-1:2])
        demos = [a for (_, q), (_, a) in pairs if word in q and right in (section(a, output) or "")]
        if rules:
            chance = WITH_RULE if rules[-1] == right else WITH_WRONG_RULE
        elif demos:
            chance = max(chance, WITH_DEMO)
        return right if draw.random() < chance else draw.choice([c for c in COLOURS.values() if c != right])

    def advice(self, draw, prompt):
        module = json.JSONDecoder().raw_decode(section(prompt, "module_names"))[0][-1]
        word = draw.choice([w for w in re.findall(r"\w+", section(prompt, "program_inputs")) if w in COLOURS])
        luck = draw.random()
        if luck < 0.7:
            tip = f"{word} is {COLOURS[word]}"
        elif luck < 0.85:
            tip = f"{word} is {draw.choice([c for c in COLOURS.values() if c != COLOURS[word]])}"
        else:
            tip = "take care"
        return {"elsewhere" if draw.random() < self.stray_advice else module: tip}


def fields(**values):
    return "\n\n".join([f"[[ ## {k} ## ]]\n{v}" for k, v in values.items()] + ["[[ ## completed ## ]]"])


class Labels(dspy.Module):
    def __init__(self):
        super().__init__()
        self.classify = dspy.Predict(dspy.Signature("text -> label", "Name the colour."))

    def forward(self, text):
        return self.classify(text=text)


class Codes(dspy.Module):
    def __init__(self):
        super().__init__()
        self.classify = dspy.Predict(dspy.Signature("text -> codes", "Name the colour of each word."))

    def forward(self, text):
        return self.classify(text=text)


class TwoModules(dspy.Module):
    def __init__(self):
        super().__init__()
        self.extract = dspy.Predict(dspy.Signature("text -> word", "Pick the word that has a colour."))
        self.classify = dspy.Predict(dspy.Signature("word -> label", "Name the colour."))

    def forward(self, text):
        return self.classify(word=self.extract(text=text).word)


def one_word_examples(count):
    words = list(COLOURS)
    texts = [f"{words[i % len(words)]} {i:02d}" for i in range(count)]
    return [dspy.Example(text=t, label=COLOURS[t.split()[0]]).with_inputs("text") for t in texts]


def four_word_examples(count):
    draw = random.Random("four words")
    texts = [" ".join(draw.choices(list(COLOURS), k=4)) + f" {i:02d}" for i in range(count)]
    return [
        dspy.Example(text=t, codes=" ".join(COLOURS[w] for w in t.split()[:4])).with_inputs("text") for t in texts
    ]


def exact_label(example, prediction):
    return float(prediction.label == example.label)


def share_of_codes(example, prediction):
    right = example.codes.split()
    given = prediction.codes.split()
    return sum(a == b for a, b in zip(right, given)) / len(right)


def demo(**values):
    return dspy.Example(**values)


def plain_labels():
    return Labels(), one_word_examples(20), exact_label


def graded_codes():
    student = Codes()
    student.classify.demos = [
        demo(text="snow snow snow snow d0", codes="white white white white"),
        demo(text="snow coal snow coal d1", codes="white black white black"),
        demo(text="coal coal coal coal d2", codes="black black black black"),
    ]
    return student, four_word_examples(20), share_of_codes


def two_modules():
    student = TwoModules()
    student.extract.demos = [demo(text="snow d0", word="snow"), demo(text="coal d1", word="coal")]
    return student, one_word_examples(20), exact_label


def labels_with_demos():
    student = Labels()
    words = ["snow", "coal", "sea", "leaf"]
    student.classify.demos = [demo(text=f"{w} d{i}", label=COLOURS[w]) for i, w in enumerate(words)]
    return student, one_word_examples(20), exact_label


RUNS = [
    dict(name="labels", task=plain_labels, seeds=(1, 2, 3)),
    dict(name="graded", task=graded_codes, seeds=(1, 2, 3)),
    dict(
        name="two-modules",
        task=two_modules,
        seeds=(1, 2),
        model=dict(garbled_answers=0.05, garbled_advice=0.35, stray_advice=0.2),
    ),
    dict(name="no-demos-wanted", task=labels_with_demos, seeds=(1,), settings=dict(max_demos=0)),
    dict(name="no-success", task=plain_labels, seeds=(1,), model=dict(unaided={}), settings=dict(max_steps=3)),
]
SETTINGS = dict(
    bsize=8,
    num_candidates=4,
    max_steps=5,
    max_demos=3,
    temperature_for_sampling=0.2,
    temperature_for_candidates=0.2,
)


# Recording -----------------------------------------------------------------------------------------


def compile_locals():
    """The locals of the running `SIMBA.compile`."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "compile" and frame.f_code.co_filename == simba_module.__file__:
            return frame.f_locals
        frame = frame.f_back
    raise LookupError("SIMBA.compile is not running")


def demo_names(module):
    return {name: [first_value(d) for d in predictor.demos] for name, predictor in module.named_predictors()}


def first_value(demo_):
    return next(str(v) for k, v in demo_.items() if k != "augmented")


class RecordingRandom(random.Random):
    """A generator with the base class's values, which reports its calls."""

    recorder = None

    def shuffle(self, x):
        super().shuffle(x)
        self.recorder.shuffled(list(x))

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        twin = random.Random()
        twin.setstate(self.getstate())
        result = super().choices(population, weights=weights, cum_weights=cum_weights, k=k)
        self.recorder.picked_program(list(population), [float(w) for w in weights], twin.random(), result[0])
        return result

    def choice(self, seq):
        result = super().choice(seq)
        self.recorder.chose(seq, result)
        return result

    def randrange(self, start, stop=None, step=1):
        result = super().randrange(start) if stop is None else super().randrange(start, stop, step)
        self.recorder.drew_demo(result)
        return result


class Wrapped:
    """An object that shows another one's attributes, except for those given."""

    def __init__(self, wrapped, **replaced):
        self.__dict__.update(replaced)
        self._wrapped = wrapped

    def __getattr__(self, name):
        return getattr(self._wrapped, name)


class Recorder:
    """Collects one run. A run is a list of steps; a step has a sampling part and attempts at candidates."""

    def __init__(self, trainset):
        self.trainset = trainset
        self.shuffles, self.steps, self.end = [], [], None
        self.phase = "before"

    # Calls of the wrapped collaborators, in the order of SIMBA's step.

    def shuffled(self, order):
        self.shuffles.append({"beforeStep": len(self.steps), "order": order})
        self.phase = "sampling"
        self.sampling = []

    def picked_program(self, programs, weights, uniform, chosen):
        if self.phase == "sampling":
            self.sampling.append((programs, weights, uniform, chosen))
        else:
            source = {"programs": programs, "weights": weights}
            step = self.steps[-1]
            assert step.setdefault("sourcePick", source) == source, "the pool is the same for all picks of a step"
            step["attempts"].append({"bucket": len(step["attempts"]), "uniform": uniform, "source": chosen})

    def drew_poisson(self, rate, draw):
        local = compile_locals()
        self.steps[-1]["attempts"][-1].update(
            demosBefore=demo_names(local["system_candidate"]), poissonRate=float(rate), poissonDraw=int(draw), drawn=[]
        )

    def drew_demo(self, position):
        self.steps[-1]["attempts"][-1]["drawn"].append(position)

    def chose(self, options, result):
        assert all(callable(option) for option in options), "a uniform pick of a program needs weights that sum to 0"
        self.steps[-1]["attempts"][-1]["strategyOptions"] = len(options)

    def before_parallel(self, pairs):
        local = compile_locals()
        if self.phase == "sampling":
            self.begin_step(local)
        elif self.phase == "proposing":
            self.rank_buckets(local)

    def after_parallel(self, pairs, outputs):
        local = compile_locals()
        scores = [float(o["score"]) for o in outputs]
        size = len(local["batch"])
        if self.phase == "sampling":
            samples = len(outputs) // size
            self.steps[-1]["scores"] = [scores[i * size : (i + 1) * size] for i in range(samples)]
            self.place = {id(o): (i // size, i % size) for i, o in enumerate(outputs)}
            self.phase = "proposing"
        elif self.phase == "proposing":
            count = len(outputs) // size
            self.steps[-1]["candidateScores"] = [scores[i * size : (i + 1) * size] for i in range(count)]
            self.phase = "sampling" if len(self.steps) < self.max_steps else "ending"
            self.sampling = []

    def begin_step(self, local):
        self.finish_step(local)
        programs, weights, _, _ = self.sampling[0]
        assert all(s[0] == programs and s[1] == weights for s in self.sampling)
        size = len(local["batch"])
        rows = [self.sampling[i : i + size] for i in range(0, len(self.sampling), size)]
        self.steps.append({
            "step": local["batch_idx"],
            "batch": list(local["batch_indices"]),
            "pool": [
                {"program": p.simba_idx, "scores": [float(s) for s in local["program_scores"][p.simba_idx]]}
                for p in local["programs"]
            ],
            "topPrograms": list(local["top_programs"]),
            "samplingPick": {
                "programs": programs,
                "weights": weights,
                "uniforms": [[s[2] for s in row] for row in rows],
                "chosen": [[s[3] for s in row] for row in rows],
            },
            "attempts": [],
        })

    def rank_buckets(self, local):
        self.steps[-1].update(
            percentile10=float(local["batch_10th_percentile_score"]),
            percentile90=float(local["batch_90th_percentile_score"]),
            baseline=float(local["baseline_score"]),
            buckets=self.bucket_order,
        )
        first = local["next_program_idx"] + 1
        for attempt in self.steps[-1]["attempts"]:
            attempt["program"] = None if attempt["outcome"] == "failed" else first
            first += attempt["outcome"] != "failed"

    def describe_buckets(self, local):
        described = []
        for bucket, (max_min, best, max_mean) in local["buckets"]:
            places = [self.place[id(o)] for o in bucket]
            position = places[0][1]
            described.append({
                "example": local["batch_indices"][position],
                "position": position,
                "samples": [sample for sample, _ in places],
                "maxMinGap": float(max_min),
                "maxScore": float(best),
                "maxMeanGap": float(max_mean),
            })
        return described

    def strategy(self, wrapped):
        def recorded(bucket, system, **kwargs):
            attempt = self.steps[-1]["attempts"][-1]
            if attempt["bucket"] == 0:
                self.bucket_order = self.describe_buckets(compile_locals())
            good, bad = bucket[0], bucket[-1]
            good_score, bad_score = float(good["score"]), float(bad["score"])
            low, high = float(kwargs["batch_10p_score"]), float(kwargs["batch_90p_score"])
            kept, rules = demo_names(system), instructions(system)
            name = wrapped.__name__.rstrip("_")
            reasons = []
            if good_score <= low:
                reasons.append("best-not-above-percentile-10")
            if name == "append_a_rule" and bad_score >= high:
                reasons.append("worst-not-below-percentile-90")
            attempt.update(
                toDrop=int(compile_locals()["num_demos_to_drop"]),
                demosKept=kept,
                strategy=name,
                best={"sample": self.place[id(good)][0], "score": good_score},
                worst={"sample": self.place[id(bad)][0], "score": bad_score},
                reasons=reasons,
                outcome="failed",
            )
            result = wrapped(bucket, system, **kwargs)
            assert result in (True, False) and result == (not reasons), (result, reasons)
            attempt["outcome"] = "applied" if result else "declined"
            if good["score"] == "N/A" or bad["score"] == "N/A":
                attempt["withheld"] = "best" if good["score"] == "N/A" else "worst"
            attempt["demosAdded"] = {n: d[len(kept[n]) :] for n, d in demo_names(system).items() if d != kept[n]}
            attempt["rulesAdded"] = {
                n: t[len(rules[n]) :].removeprefix("\n\n") for n, t in instructions(system).items() if t != rules[n]
            }
            return result

        recorded.__name__ = wrapped.__name__
        return recorded

    def finish_step(self, local):
        if not self.steps or "candidateMeans" in self.steps[-1]:
            return
        step = self.steps[-1]
        means = [float(s) for s in local["candidate_scores"]]
        step["candidateMeans"] = means
        step["winner"] = local["best_idx_among_candidates"] if means else None

    def finish(self, local):
        """Called from DSPy's last log line, where the final choice is made."""
        self.finish_step(local)
        self.end = {
            "winners": [0] + [
                [a["program"] for a in s["attempts"] if a["program"] is not None][s["winner"]]
                for s in self.steps
                if s["winner"] is not None
            ],
            "m": local["M"],
            "n": local["N"],
            "chosenWinners": list(local["program_idxs"]),
            "scores": [float(s) for s in local["scores"]],
            "best": local["best_idx"],
        }


def instructions(module):
    return {name: predictor.signature.instructions for name, predictor in module.named_predictors()}


class FinalLine(logging.Handler):
    def __init__(self, recorder):
        super().__init__(logging.INFO)
        self.recorder = recorder

    def emit(self, record):
        if record.getMessage().startswith("Final trainset scores"):
            self.recorder.finish(compile_locals())


def recording(recorder, parallel):
    """SIMBA's collaborators replaced by recording ones; returns what undoes it."""

    class RecordingParallel:
        def __init__(self, *args, **kwargs):
            self.run = parallel(*args, **kwargs)

        def __call__(self, pairs):
            recorder.before_parallel(pairs)
            outputs = self.run(pairs)
            recorder.after_parallel(pairs, outputs)
            return outputs

    def default_rng(seed):
        generator = numpy.random.default_rng(seed)

        def poisson(rate):
            draw = generator.poisson(rate)
            recorder.drew_poisson(rate, draw)
            return draw

        return Wrapped(generator, poisson=poisson)

    class Generator(RecordingRandom):
        pass

    Generator.recorder = recorder
    saved = simba_module.random, simba_module.np, dspy.Parallel
    simba_module.random = Wrapped(random, Random=Generator)
    simba_module.np = Wrapped(numpy, random=Wrapped(numpy.random, default_rng=default_rng))
    dspy.Parallel = RecordingParallel
    handler = FinalLine(recorder)
    simba_module.logger.addHandler(handler)

    def undo():
        simba_module.random, simba_module.np, dspy.Parallel = saved
        simba_module.logger.removeHandler(handler)

    return undo


def record_run(name, task, seed, model=None, settings=None):
    student, trainset, metric = task()
    settings = {**SETTINGS, **(settings or {})}
    engine = ToyModel(f"{name}/{seed}", **(model or {}))
    recorder = Recorder(trainset)
    recorder.max_steps = settings["max_steps"]
    start_demos = demo_names(student)
    with dspy.context(lm=dspy.LM("toy/toy", engine=engine, cache=False, num_retries=0)):
        undo = recording(recorder, quiet_parallel)
        try:
            optimizer = simba_module.SIMBA(metric=metric, num_threads=1, **settings)
            optimizer.strategies = [recorder.strategy(s) for s in optimizer.strategies]
            optimizer.compile(student, trainset=trainset, seed=seed)
        finally:
            undo()
    return {
        "name": name,
        "seed": seed,
        "settings": {
            "trainExamples": len(trainset),
            "minibatch": settings["bsize"],
            "candidates": settings["num_candidates"],
            "steps": settings["max_steps"],
            "demos": settings["max_demos"],
            "samplingTemperature": settings["temperature_for_sampling"],
            "candidateTemperature": settings["temperature_for_candidates"],
        },
        "startDemos": start_demos,
        "shuffles": recorder.shuffles,
        "steps": [ordered(s) for s in recorder.steps],
        "end": recorder.end,
    }


REAL_PARALLEL = dspy.Parallel


def quiet_parallel(*args, **kwargs):
    return REAL_PARALLEL(*args, disable_progress_bar=True, **kwargs)


def ordered(step):
    keys = (
        "step batch pool topPrograms samplingPick scores percentile10 percentile90 baseline buckets sourcePick "
        "attempts candidateScores candidateMeans winner"
    ).split()
    assert set(keys) >= set(step), set(step) - set(keys)
    return {k: step[k] for k in keys if k in step}


# Tables: the same functions on made-up input -------------------------------------------------------


def nested(name, **cells):
    """A helper nested in `SIMBA.compile`, with its free variables bound."""
    code = next(
        c for c in inspect.unwrap(simba_module.SIMBA.compile).__code__.co_consts
        if isinstance(c, types.CodeType) and c.co_name == name
    )
    closure = tuple(types.CellType(cells[free]) for free in code.co_freevars)
    return types.FunctionType(code, simba_module.__dict__, name, None, closure)


def percentile_table():
    draw = random.Random("percentiles")
    arrays = [[0.0], [1.0], [0.0, 1.0], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 1.0, 1.0, 1.0]]
    while len(arrays) < 30:
        size = draw.choice([2, 3, 7, 8, 11, 16, 32])
        kind = len(arrays) % 4
        arrays.append([
            [float(draw.random() < 0.5), draw.randrange(5) / 4, round(draw.gauss(0, 3), 3), draw.random()][kind]
            for _ in range(size)
        ])
    return [
        {"values": a, "percentiles": {str(p): float(numpy.percentile(a, p)) for p in (0, 10, 25, 50, 90, 100)}}
        for a in arrays
    ]


def softmax_table():
    cases = [
        ([0.5], 0.2),
        ([0.0, 1.0], 0.2),
        ([0.0, 0.25, 0.5, 0.5], 0.2),
        ([0.0, 0.375, 0.625, 0.875, 1.0], 0.2),
        ([0.0, 0.0, 0.0], 0.2),
        ([0.3, 0.6, 0.9], 1.0),
        ([0.3, 0.6, 0.9], 100.0),
        ([0.3, 0.6, 0.9], 0.01),
        ([0.7, 0.71], 0.001),
        ([0.1, 0.2], 0.0001),
        ([0.0, 1.0], 0.001),
        ([1.0, 1.0], 0.001),
        ([0.0, 142.0], 0.2),
        ([-10.0, -20.0, -5.0], 0.2),
        ([-1.0, 0.0], 0.001),
        ([-200.0, -300.0], 0.2),
        ([-1.0, -1.0, -1.0], 0.001),
        ([0.5, 1.0], 0.0),
        ([0.5, 1.0], -0.2),
        ([], 0.2),
    ]
    return [{"scores": s, "temperature": t, **softmax(s, t)} for s, t in cases]


def softmax(scores, temperature):
    seen = {}

    class Draw(random.Random):
        def choices(self, population, weights=None, **kwargs):
            seen["weights"] = [float(w) for w in weights]
            return super().choices(population, weights=weights, **kwargs)

        def choice(self, seq):
            seen["uniform"] = True
            return super().choice(seq)

    average = nested("calc_average_score", program_scores={i: [s] for i, s in enumerate(scores)})
    sample = nested("softmax_sample", calc_average_score=average)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy warns of overflow
        try:
            sample(Draw(0), list(range(len(scores))), temperature)
        except (ValueError, ZeroDivisionError) as error:
            return {"outcome": "error", "error": type(error).__name__}
    if "uniform" in seen:
        return {"outcome": "uniform"}
    return {"outcome": "weights", "weights": seen["weights"]}


def top_table():
    pools = [
        {0: []},
        {0: [], 1: [1.0]},
        {0: [], 1: [0.0], 2: [0.0]},
        {0: [], 1: [0.5], 2: [0.75], 3: [0.5], 4: [0.75], 5: [0.25]},
        {0: [], 1: [-0.5], 2: [-0.25], 3: [0.5]},
        {0: [], 1: [], 2: [1.0, 0.0], 3: [0.5, 0.5], 4: [0.0, 1.0, 0.5]},
        {0: [], 1: [0.1] * 3, 2: [0.3, 0.0, 0.0], 3: [0.1, 0.1, 0.1]},
        {0: [0.9], 1: [0.5], 2: [0.6]},
        {0: [], **{i: [(i * 7 % 11) / 8, 0.5] for i in range(1, 12)}},
    ]
    rows = []
    for pool in pools:
        programs = [types.SimpleNamespace(simba_idx=i) for i in pool]
        average = nested("calc_average_score", program_scores=pool)
        top = nested("top_k_plus_baseline", programs=programs, calc_average_score=average)
        rows.append({
            "pool": [{"program": i, "scores": s} for i, s in pool.items()],
            "means": [float(average(i)) for i in pool],
            "top": {str(k): top(k) for k in range(0, 8)},
        })
    return rows


def threshold_table():
    """What both strategies do with a bucket whose best and worst scores, and the batch's percentiles, are given."""
    levels = [0.0, 0.25, 0.5, 0.75, 1.0]
    rows = []
    for low, high in [(0.0, 1.0), (0.0, 0.75), (0.25, 0.75), (0.5, 0.5), (0.25, 0.25), (0.0, 0.0), (1.0, 1.0)]:
        for best in levels:
            for worst in levels:
                if worst <= best:
                    row = {"best": best, "worst": worst, "percentile10": low, "percentile90": high}
                    row["append_a_demo"] = decision(simba_module.append_a_demo(100), best, worst, low, high)[0]
                    row["append_a_rule"], row["withheld"] = decision(simba_module.append_a_rule, best, worst, low, high)
                    rows.append(row)
    return rows


def decision(strategy, best, worst, low, high):
    student = Labels()
    (name, predictor), = student.named_predictors()
    example = dspy.Example(text="ruby", label="red").with_inputs("text")
    good, bad = (
        {
            "example": example,
            "prediction": dspy.Prediction(label=label),
            "trace": [(predictor, {"text": "ruby"}, dspy.Prediction(label=label))],
            "score": score,
            "output_metadata": {},
        }
        for label, score in (("red", best), ("blue", worst))
    )
    lm = dspy.LM("toy/toy", engine=ToyModel("thresholds"), cache=False, num_retries=0)
    with dspy.context(lm=lm):
        applied = strategy(
            [good, bad],
            student,
            predictor2name={id(predictor): name},
            name2predictor={name: predictor},
            batch_10p_score=low,
            batch_90p_score=high,
            prompt_model=lm,
        )
    withheld = "best" if good["score"] == "N/A" else "worst" if bad["score"] == "N/A" else None
    return applied, withheld


class Canned:
    """A parallel runner that gives made-up scores in place of rollouts."""

    def __init__(self, scores):
        self.scores = scores

    def __call__(self, *args, **kwargs):
        return self.run

    def run(self, pairs):
        flat = [s for row in self.scores for s in row]
        return [
            {"prediction": None, "trace": [], "score": flat[i % len(flat)], "example": example, "output_metadata": {}}
            for i, (_, example) in enumerate(pairs)
        ]


def declines(bucket, system, **kwargs):
    return False


def canned_run(scores, size, candidates, steps):
    seen = {}

    class Handler(logging.Handler):
        def emit(self, record):
            local = compile_locals()
            if "Evaluating" in record.getMessage() and "on the full" not in record.getMessage():
                seen["step"] = dict(local)
            if record.getMessage().startswith("Final trainset scores"):
                seen["end"] = {k: local[k] for k in ("M", "N", "program_idxs")}

    handler = Handler(logging.INFO)
    saved = dspy.Parallel
    dspy.Parallel = Canned(scores)
    simba_module.logger.addHandler(handler)
    trainset = [dspy.Example(text=str(i), label="x").with_inputs("text") for i in range(size)]
    with dspy.context(lm=dspy.LM("toy/toy", engine=ToyModel("canned"), cache=False)):
        try:
            optimizer = simba_module.SIMBA(
                metric=exact_label, bsize=size, num_candidates=candidates, max_steps=steps, num_threads=1
            )
            optimizer.strategies = [declines]
            optimizer.compile(Labels(), trainset=trainset, seed=0)
        finally:
            dspy.Parallel = saved
            simba_module.logger.removeHandler(handler)
    return seen


def batch_table():
    draw = random.Random("batches")
    matrices = [
        [[1.0, 0.0], [1.0, 0.0]],
        [[1.0, 0.0, 0.5], [0.0, 0.0, 0.5], [0.0, 1.0, 0.5]],
        [[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]],
        [[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0]],
        [[0.0] * 5] * 3,
        [[-1.0, -2.0, -3.0], [-1.5, -0.5, -3.0]],
    ]
    for kind in range(6):
        samples, size = draw.choice([3, 4, 6]), draw.choice([5, 8, 12])
        matrices.append([
            [[float(draw.random() < 0.4), draw.randrange(5) / 4, round(draw.random(), 2)][kind % 3] for _ in range(size)]
            for _ in range(samples)
        ])
    rows = []
    for matrix in matrices:
        samples, size = len(matrix), len(matrix[0])
        local = canned_run(matrix, size, samples, 1)["step"]
        batch = local["batch_indices"]
        rows.append({
            "scores": matrix,
            "percentile10": float(local["batch_10th_percentile_score"]),
            "percentile90": float(local["batch_90th_percentile_score"]),
            "baseline": float(local["baseline_score"]),
            "buckets": [
                {
                    "position": batch.index(int(bucket[0]["example"].text)),
                    "scores": [float(o["score"]) for o in bucket],
                    "maxMinGap": float(stats[0]),
                    "maxScore": float(stats[1]),
                    "maxMeanGap": float(stats[2]),
                }
                for bucket, stats in local["buckets"]
            ],
        })
    return rows


def spacing_table():
    rows = []
    for m in range(0, 13):
        for n in range(2, 9):
            end = canned_run([[0.0]], 1, n - 1, m)["end"]
            assert (end["M"], end["N"]) == (m, n)
            rows.append({"m": m, "n": n, "chosen": end["program_idxs"]})
    return rows


# Output --------------------------------------------------------------------------------------------


def render(value, depth):
    """JSON with one line per element down to a depth, and compact below it."""
    if depth == 0 or not isinstance(value, dict | list) or not value:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    if isinstance(value, list):
        return "[\n" + ",\n".join(render(v, depth - 1) for v in value) + "\n]"
    return "{\n" + ",\n".join(json.dumps(k) + ": " + render(v, depth - 1) for k, v in value.items()) + "\n}"


def record():
    runs = [
        record_run(r["name"], r["task"], seed, r.get("model"), r.get("settings")) for r in RUNS for seed in r["seeds"]
    ]
    tables = {
        "percentile": percentile_table(),
        "softmax": softmax_table(),
        "topPrograms": top_table(),
        "thresholds": threshold_table(),
        "batches": batch_table(),
        "evenSpacing": spacing_table(),
    }
    document = {"version": 1, "dspy": DSPY_VERSION, "runs": runs, "tables": tables}
    head = [f'"version": 1,\n"dspy": "{DSPY_VERSION}"']
    head.append('"runs": ' + render(document["runs"], 4))
    head.append('"tables": ' + render(document["tables"], 2))
    text = "{\n" + ",\n".join(head) + "\n}\n"
    assert json.loads(text) == document
    return text, document


def differences(recorded, now, path="$"):
    """Where two documents differ by more than rounding."""
    if isinstance(recorded, float) and isinstance(now, float):
        if not math.isclose(recorded, now, rel_tol=1e-12, abs_tol=1e-15):
            yield f"{path}: {recorded} is now {now}"
    elif type(recorded) is not type(now):
        yield f"{path}: {recorded!r} is now {now!r}"
    elif isinstance(recorded, dict) and recorded.keys() == now.keys():
        for key in recorded:
            yield from differences(recorded[key], now[key], f"{path}.{key}")
    elif isinstance(recorded, list) and len(recorded) == len(now):
        for i, (a, b) in enumerate(zip(recorded, now)):
            yield from differences(a, b, f"{path}[{i}]")
    elif recorded != now:
        yield f"{path}: {recorded!r} is now {now!r}"


def summary(document):
    attempts = [a for r in document["runs"] for s in r["steps"] for a in s["attempts"]]
    steps = sum(len(r["steps"]) for r in document["runs"])

    def count(test):
        return sum(1 for a in attempts if test(a))

    return (
        f"{len(document['runs'])} runs, {steps} steps, {len(attempts)} attempts: "
        f"{count(lambda a: a['outcome'] == 'applied')} applied, "
        f"{count(lambda a: a['outcome'] == 'declined')} declined, "
        f"{count(lambda a: a['outcome'] == 'failed')} failed, "
        f"{count(lambda a: a['toDrop'] > 0)} with demos dropped, "
        f"{count(lambda a: len(set(a['drawn'])) < len(a['drawn']))} with a demo drawn twice"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=OUTPUT)
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    arguments = parser.parse_args()
    if dspy.__version__ != DSPY_VERSION:
        sys.exit(f"needs DSPy {DSPY_VERSION}, found {dspy.__version__}")
    logging.getLogger("dspy").setLevel(logging.CRITICAL)
    simba_module.logger.setLevel(logging.INFO)
    simba_module.logger.propagate = False
    text, document = record()
    print(summary(document), file=sys.stderr)
    if arguments.check:
        found = list(differences(json.loads(arguments.out.read_text()), json.loads(text)))
        if found:
            sys.exit("\n".join(found[:20] + [f"{len(found)} differences"]))
        print("as recorded", file=sys.stderr)
        return
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(text)
    print(f"{arguments.out}: {len(text)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
