"""What the topics have to say after all that happened: every version and every epoch once."""


class Journal:
    """The journal as its readers apply it, and where it could not be."""

    def __init__(self, records):
        self.versions, self.owners, self.promoted = {}, {}, {}
        self.void, self.problems = 0, []
        partitions = {}
        for record in records:
            entry = record["value"]
            partitions.setdefault(entry["task"], set()).add(record["partition"])
            self.apply(entry)
        self.problems += [f"{task}: stands in partitions {found}" for task, found in partitions.items() if len(found) > 1]

    def apply(self, entry):
        task, version = entry["task"], entry["version"]
        owned = [change["owner"] for change in entry["changes"] if change["change"] == "owned"]
        present = self.versions.get(task, 0)
        if version <= present or (not owned and task in self.owners and entry["owner"] != self.owners[task]):
            self.void += 1  # lost a race, or was written by an owner whom another had followed
            return
        if version != present + 1:
            self.problems.append(f"{task}: version {version} follows {present}")
        self.versions[task] = version
        if owned:
            self.owners[task] = owned[-1]
        self.promoted.setdefault(task, []).extend(
            change["epoch"] for change in entry["changes"] if change["change"] == "promoted"
        )

    def total(self):
        return sum(self.versions.values())


def problems_of_topics(journal_records, program_records):
    """What is wrong with the journal and with what was published by it."""
    journal = Journal(journal_records)
    problems = list(journal.problems)
    published = {}
    for record in program_records:
        value = record["value"]
        ids = published.setdefault(value["task"], {})
        if ids.setdefault(value["epoch"], value["id"]) != value["id"]:
            problems.append(f"{value['task']}: two programs under epoch {value['epoch']}")
    for task, epochs in journal.promoted.items():
        if epochs != list(range(1, len(epochs) + 1)):
            problems.append(f"{task}: the journal promotes epochs {epochs}")
        missing = sorted(set(epochs) - set(published.get(task, {})))
        if missing:
            problems.append(f"{task}: epochs {missing} were not published")
    return problems
