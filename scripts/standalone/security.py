"""What the broker asks of the job, as production brokers do: TLS by a certificate of its own, and a name by SASL."""

import secrets
import subprocess

from measuring.simulated import MeasureError
from standalone.processes import jdk_tool

LISTENER = "SECURED"
USER = "ascent-job"
LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"


class Security:
    """Keys and passwords of one cluster, in its folder."""

    def __init__(self, folder):
        self.folder = folder / "security"
        self.keys, self.trusted = self.folder / "broker.p12", self.folder / "trusted.p12"
        self.store_password, self.login = self.folder / "store-password", self.folder / "login"

    def create(self):
        self.folder.mkdir(mode=0o700)
        write_secret(self.store_password, secrets.token_hex(16))
        write_secret(self.login, f'{LOGIN} username="{USER}" password="{secrets.token_hex(16)}";')
        names = "SAN=IP:127.0.0.1,DNS:localhost"
        self.keytool("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker", "-ext", names,
                     "-keystore", self.keys)
        certificate = self.folder / "broker.pem"
        self.keytool("-exportcert", "-rfc", "-alias", "broker", "-keystore", self.keys, "-file", certificate)
        self.keytool("-importcert", "-noprompt", "-alias", "broker", "-keystore", self.trusted, "-file", certificate)

    def keytool(self, *arguments):
        command = [jdk_tool("keytool"), *map(str, arguments),
                   "-storetype", "PKCS12", "-storepass:file", str(self.store_password)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise MeasureError(f"`keytool {arguments[0]}` failed\n{made.stdout}{made.stderr}")

    def of_broker(self):
        """Properties of the broker for the listener that asks for both."""
        password = self.login.read_text().split('"')[3]
        listener = f"listener.name.{LISTENER.lower()}"
        return {
            f"{listener}.sasl.enabled.mechanisms": "PLAIN",
            f"{listener}.plain.sasl.jaas.config": f'{LOGIN} user_{USER}="{password}";',
            f"{listener}.ssl.keystore.type": "PKCS12",
            f"{listener}.ssl.keystore.location": self.keys,
            f"{listener}.ssl.keystore.password": self.store_password.read_text(),
        }

    def of_job(self):
        """Options of the job; secrets are named by the files that hold them."""
        properties = {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "PLAIN",
            "sasl.jaas.config": f"${{file:{self.login}}}",
            "ssl.truststore.type": "PKCS12",
            "ssl.truststore.location": self.trusted,
            "ssl.truststore.password": f"${{file:{self.store_password}}}",
        }
        return [part for name, value in properties.items() for part in ("--kafka", f"{name}={value}")]


def write_secret(file, text):
    file.touch(mode=0o600)
    file.write_text(text)
