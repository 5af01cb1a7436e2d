"""A Kafka broker in a JVM of its own, from the jars that the build puts into target/lib."""

import json
import pathlib
import subprocess
import uuid
from base64 import urlsafe_b64encode

from measuring.simulated import MeasureError
from standalone.processes import await_port, free_ports, java
from standalone.security import LISTENER

HOME = pathlib.Path(__file__).resolve().parents[2]
LIBRARIES = f"{HOME}/target/lib/*"
PRINT_TOPIC = pathlib.Path(__file__).resolve().parent / "PrintTopic.java"
START_SECONDS = 60
LARGEST_RECORD_BYTES = 16 << 20


def start_broker(processes, folder, security):
    """Starts a broker; returns the port that asks for nothing and the one that asks who it is."""
    port, secured, controller = free_ports(3)
    logs = folder / "kafka"
    logs.mkdir(parents=True)
    settings = logs / "server.properties"
    settings.write_text("".join(
        f"{key}={value}\n" for key, value in {**properties(port, secured, controller, logs), **security.of_broker()}.items()
    ))
    cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    tool = [java(), "-cp", LIBRARIES, "kafka.tools.StorageTool", "format", "--standalone", f"--cluster-id={cluster}", "-c", settings]
    formatted = subprocess.run(
        [str(part) for part in tool], capture_output=True, text=True, check=False
    )
    if formatted.returncode != 0:
        raise MeasureError(f"the broker's folder could not be formatted\n{formatted.stderr}")
    run_broker(processes, settings)
    await_port(processes, "kafka", port, START_SECONDS)
    return port, secured


def start_broker_again(processes, folder, port):
    """Starts the broker that had that port, with what it kept."""
    run_broker(processes, folder / "kafka" / "server.properties")
    await_port(processes, "kafka", port, START_SECONDS)


def run_broker(processes, settings):
    processes.start("kafka", [java(), "-Xmx512m", "-cp", LIBRARIES, "kafka.Kafka", settings])


def properties(port, secured, controller, folder):
    listeners = f"PLAINTEXT://127.0.0.1:{port},{LISTENER}://127.0.0.1:{secured},CONTROLLER://127.0.0.1:{controller}"
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": f"PLAINTEXT:PLAINTEXT,{LISTENER}:SASL_SSL,CONTROLLER:PLAINTEXT",
        "log.dirs": folder / "data",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": 0,
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "log.cleaner.dedupe.buffer.size": 8 << 20,
        "message.max.bytes": LARGEST_RECORD_BYTES,
    }


def records(servers, topic):
    """All that stands in a topic now: partition, offset, key and the value's JSON of each record."""
    command = [java(), "-cp", LIBRARIES, str(PRINT_TOPIC), servers, topic]
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    if read.returncode != 0:
        raise MeasureError(f"{topic} could not be read\n{read.stderr[-2000:]}")
    return [json.loads(line) for line in read.stdout.splitlines()]
