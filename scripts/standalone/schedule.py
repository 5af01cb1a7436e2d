"""Which faults a test strikes, and in which order."""

from standalone.faults import FullDisk, KilledBroker, KilledJobManager, KilledTaskManager, PausedTaskManager, SteppedClock
from standalone.job_faults import HangingModel, LostModel, ReachedCap, RepeatedInput, Rescaling, Upgrade, ZombieJob

FAULTS = {
    "taskmanager": KilledTaskManager,
    "broker": KilledBroker,
    "broker-away": lambda: KilledBroker(seconds_away=60),
    "jobmanager": KilledJobManager,
    "input": RepeatedInput,
    "upgrade": Upgrade,
    "rescaling": Rescaling,
    "disk": FullDisk,
    "model": lambda: LostModel(seconds_away=30),
    "model-hangs": lambda: HangingModel(seconds_away=30),
    "clock": SteppedClock,
    "zombie-taskmanager": PausedTaskManager,
    "zombie-job": ZombieJob,
    "cap": ReachedCap,
}

# How often each comes in a deck: what is over soon comes more often.
DECK = {
    "taskmanager": 4, "broker": 4, "broker-away": 1, "jobmanager": 2, "input": 3, "upgrade": 2, "rescaling": 1,
    "disk": 1, "model": 1, "model-hangs": 1, "clock": 1, "zombie-taskmanager": 1, "zombie-job": 1, "cap": 1,
}


def short(names=None):
    """Each of the named faults once, all by default."""
    return [FAULTS[name]() for name in names or FAULTS]


def long(chance):
    """Faults without end: decks, each shuffled by the generator, which nothing else may draw from."""
    while True:
        deck = [name for name, count in DECK.items() for _ in range(count)]
        chance.shuffle(deck)
        for name in deck:
            yield LostModel(seconds_away=120) if name == "model" else FAULTS[name]()
