"""A county's own certificate for `up --tls`."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def county_certificate(home: Path) -> tuple[Path, Path, str]:
    """This will make a certificate once and return its file, its key and its SHA-256 fingerprint."""
    certificate, key = home / "site.crt", home / "site.key"
    if not certificate.exists():
        secret = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname()[:60])])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(secret.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=3650))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"),
                                                        x509.DNSName(socket.gethostname())]), critical=False)
            .sign(secret, hashes.SHA256())
        )
        descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                            serialization.NoEncryption()))
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    return certificate, key, loaded.fingerprint(hashes.SHA256()).hex(":")
