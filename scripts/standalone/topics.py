"""The job's topics, followed from their beginning by one process for as long as a test takes."""

import json

from measuring.simulated import Child, MeasureError
from standalone.journal import Journal, Published
from standalone.kafka import HOME, LIBRARIES, records
from standalone.processes import java

FOLLOW_TOPICS = HOME / "scripts" / "standalone" / "FollowTopics.java"
TOPICS = ("ascent.journal", "ascent.programs", "ascent.status", "ascent.examples", "ascent.dead-letters")


class Topics:
    """What was written so far. `catch_up` reads what has come since."""

    def __init__(self, servers, folder):
        self.servers = servers
        self.journal, self.published = Journal(), Published()
        self.statuses = {}
        self.examples, self.dead = {}, set()  # by partition and offset
        self.decisions = {}
        command = [java(), "-Xmx128m", "-XX:+UseSerialGC", "-cp", LIBRARIES, str(FOLLOW_TOPICS), servers, *TOPICS]
        self.process = Child(command, folder / "topics")
        self.lines = open(self.process.out, errors="replace")  # noqa: SIM115 - closed by close()
        self.rest = ""

    def catch_up(self):
        if self.process.process.poll() is not None:
            raise MeasureError(f"the topics are no longer followed\n{self.process.last_words()}")
        *whole, self.rest = (self.rest + self.lines.read()).split("\n")
        for line in whole:
            if line.startswith("{"):
                self.read(json.loads(line))

    def read(self, record):
        topic, value = record["topic"], record["value"]
        where = (record["partition"], record["offset"])
        if topic == "ascent.journal":
            self.decisions[where] = value
            self.journal.read(record)
        elif topic == "ascent.programs":
            self.published.read(record)
        elif topic == "ascent.status":
            self.statuses[value["task"]] = value
        elif topic == "ascent.examples":
            self.examples[where] = value.get("id")
        elif value["topic"] == "ascent.examples":
            self.dead.add((value["partition"], value["offset"]))

    def problems(self):
        """What can be told at any time."""
        return self.journal.problems + self.published.problems

    def last_problems(self):
        """What can be told once nothing is under way: every record that was seen still stands where it stood."""
        found = self.journal.problems + self.published.problems_with(self.journal)
        present = {(r["partition"], r["offset"]): r["value"] for r in records(self.servers, "ascent.journal")}
        lost = [where for where, entry in self.decisions.items() if present.get(where) != entry]
        if lost:
            found.append(f"{len(lost)} decisions are no longer in the journal, the first at {min(lost)}")
        return found

    def close(self):
        self.process.stop()
        self.lines.close()


def unaccounted(topics, counts):
    """Why the examples' account does not add up with what stands in the topics; nothing where it does."""
    sent, dead = len(topics.examples), len(topics.dead)
    if counts is None:
        return "the status says nothing of examples"
    used = counts["training"] + counts["holdout"]
    refused = counts["duplicates"] + counts["excess"] + counts["rejected"]
    if counts["received"] != sent:
        return f"{counts['received']} of {sent} examples were received"
    if counts["waiting"] or used + refused != sent:
        return f"of {sent} examples {used} are used, {refused} refused and {counts['waiting']} waiting"
    if refused != dead:
        return f"{refused} examples were refused, and {dead} of them are dead letters"
    ids = [topics.examples[where] for where in topics.examples if where not in topics.dead]
    if len(set(ids)) != len(ids):
        return f"{len(ids) - len(set(ids))} examples were used twice"
    return None
