"""What the topics have to say after all that happened: every version and every epoch once, nothing spent unseen."""


class Journal:
    """The journal as its readers apply it, and where it could not be."""

    def __init__(self, records=()):
        self.versions, self.owners, self.promoted = {}, {}, {}
        self.void, self.problems = 0, []
        self.spent, self.leased = 0, {}
        self.partitions = {}
        for record in records:
            self.read(record)

    def read(self, record):
        entry = record["value"]
        at = self.partitions.setdefault(entry["task"], record["partition"])
        if at != record["partition"]:
            self.problems.append(f"{entry['task']}: stands in partitions {at} and {record['partition']}")
        self.apply(entry)

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
        for change in entry["changes"]:
            self.follow(task, change)

    def follow(self, task, change):
        kind = change["change"]
        if kind == "promoted":
            epochs = self.promoted.setdefault(task, [])
            if change["epoch"] != len(epochs) + 1:
                self.problems.append(f"{task}: epoch {change['epoch']} is promoted after {len(epochs)}")
            epochs.append(change["epoch"])
        elif kind == "leased":
            self.leased[change["lease"]["id"]] = change["lease"]["charge"]["rollouts"]
        elif kind == "settled":
            charge = self.leased.pop(change["lease"], None)
            used = change["used"]["rollouts"]
            if charge is None or used > charge:
                self.problems.append(f"{task}: {used} rollouts are settled on a lease of {charge}")
            self.spent += used
        elif kind == "owned":
            self.spent += sum(self.leased.values())  # what the owner before had leased is forfeited
            self.leased.clear()

    def charged(self):
        """The most that the model may have been asked for, of one task."""
        return self.spent + sum(self.leased.values())

    def total(self):
        return sum(self.versions.values())


class Published:
    """The programs topic as its consumers see it."""

    def __init__(self):
        self.programs, self.highest, self.last, self.problems = {}, {}, {}, []

    def read(self, record):
        value = record["value"]
        task, epoch = value["task"], value["epoch"]
        if self.programs.setdefault((task, epoch), value["id"]) != value["id"]:
            self.problems.append(f"{task}: two programs under epoch {epoch}")
        self.highest[task] = max(epoch, self.highest.get(task, 0))
        self.last[task] = epoch

    def problems_with(self, journal):
        """What is wrong once the job has said all that it has to say."""
        found = list(self.problems)
        for task, epochs in journal.promoted.items():
            missing = [epoch for epoch in epochs if (task, epoch) not in self.programs]
            if missing:
                found.append(f"{task}: epochs {missing} were not published")
        for task, last in self.last.items():
            if last != self.highest[task]:
                found.append(f"{task}: epoch {last} stands behind epoch {self.highest[task]}")
        return found
