"""Mail as mail systems write it: of people, absence notices, reports of delivery and of complaints."""

from __future__ import annotations


def mail(body: str = "We object.", **headers: str) -> bytes:
    """A message; ``reply_to`` → Reply-To."""
    given = {"from": "Ada Alder <ada@example.org>", "to": "answers@example.com", "subject": "Objection"}
    given |= {"message_id": f"<{abs(hash(body))}@example.org>", **headers}
    lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in given.items() if value]
    return ("\r\n".join([*lines, "", body]) + "\r\n").encode()


def dsn(
    message: str, *, action: str = "failed", status: str = "5.1.1", to: str = "answers@example.com"
) -> bytes:
    """A report of delivery, as in RFC 3464, appendix E."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{message}.{action}.{status}@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sun, 29 Nov 2026 09:00:00 +0200

Final-Recipient: rfc822; gone@example.org
Original-Recipient: rfc822;gone@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 {status} <gone@example.org>: no such user

--b1
Content-Type: text/rfc822-headers

Return-Path: <answers+{message}@example.com>
Message-ID: <{message}@example.com>
Subject: Who is the main user?

--b1--
""".replace("\n", "\r\n").encode()


def complaint(message: str, kind: str = "abuse") -> bytes:
    """A report of a complaint, as in RFC 5965, appendix B."""
    return f"""From: <abusedesk@example.org>
To: answers@example.com
Subject: FW: Who is the main user?
Message-ID: <{message}.{kind}@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1"

--part1
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part1
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--part1
Content-Type: message/rfc822
Content-Disposition: inline

From: <answers@example.com>
To: <gone@example.org>
Subject: Who is the main user?
Message-ID: <{message}@example.com>

Hello

--part1--
""".replace("\n", "\r\n").encode()


WITH_FILES = """From: =?utf-8?q?=C3=85sa_Alder?= <asa@example.org>
To: answers@example.com
Subject: =?utf-8?b?VmFzdHVzdHVz?=
Message-ID: <files@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Vastustamme =E4lk=E4=E4.
--c
Content-Type: text/html; charset=utf-8

<p>Vastustamme</p><script>alert(1)</script>
--c--
--b
Content-Type: application/pdf; name="../../etc/objection.pdf"
Content-Disposition: attachment; filename="../../etc/objection.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b--
""".replace("\n", "\r\n").encode()

ONLY_HTML = mail(
    "<html><head><title>x</title><style>p{}</style></head><body><p>We&nbsp;object.</p><p>Ada</p></body></html>",
    content_type="text/html; charset=utf-8", subject="Html", message_id="<html@example.org>",
)  # fmt: skip

HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "no headers": b"\r\n\r\n",
    "zeros": b"\x00" * 5000,
    "bytes": bytes(range(256)) * 40,
    "no boundary": mail("x", content_type="multipart/mixed"),
    "unknown charset": mail("x", content_type="text/plain; charset=klingon"),
    "odd charset": mail("x", content_type="text/plain; charset=idna"),
    "zip charset": mail("x", content_type="text/plain; charset=zip"),
    "nul charset": b'From: a@example.org\r\nContent-Type: text/plain; charset="a\x00b"\r\n\r\nx\r\n',
    "bad encoded word": mail("x", subject="=?utf-8?b?////?= =?x?q?=ZZ?= =?utf-8?b?a?="),
    "long subject": mail("x", subject="a" * 2_000_000),
    "many headers": b"".join(b"X-%d: y\r\n" % one for one in range(30_000)) + b"\r\nx",
    "long addresses": mail("x", to=", ".join(f"a{one}@example.org" for one in range(50_000))),
    "brackets": mail("x", **{"from": "(" * 50_000 + ")" * 50_000}),
    "quotes": mail("x", **{"from": '"' * 50_000}),
    "ids": mail("x", references="<" * 50_000 + ">" * 50_000),
    "base64": mail("====", content_transfer_encoding="base64", content_type="application/pdf"),
    "uuencode": mail("begin 666 x\n\x01", content_transfer_encoding="x-uuencode"),
    "bad parameter": mail("x", content_type="text/plain; name*0*=utf-8''%ZZ; name*1=\"; charset*=bad''x"),
    "eight bits": "From: ä <ä@example.org>\r\nSubject: ä\r\n\r\nä".encode("latin-1"),
    "deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(5_000)
    ),
    "deep under the limit": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(190)
    ),
    "messages in messages": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "report without parts": mail(
        "x", content_type="multipart/report; report-type=delivery-status; boundary=b"
    ),
    "report of nonsense": dsn("msg_x", status="\x00\x00", action="\x00"),
    "html of nothing": mail("<" * 100_000, content_type="text/html"),
    "html entities": mail("&" * 100_000, content_type="text/html"),
    "html declaration": mail("<![if x" + "<!" * 5_000, content_type="text/html"),
}
