#!/usr/bin/env python3
"""Makes the compression dictionary for stored mail from made-up mail: bench/mail-dictionary.py OUT.

It composes messages of the shapes that are common today (relays, mail programs, lists, newsletters, notices) from
templates of this file, the same ones each time, and has `zstd --train` pick what repeats. No message of anybody is in it.
A dictionary that was shipped never changes: a better one gets a new number and a new codec (Blobs/FrameCodec).
"""
import base64
import pathlib
import quopri
import random
import subprocess
import sys
import tempfile

SIZE = 65536
COUNT = 6000
rng = random.Random(20261122)

HOSTS = [f"{a}{b}.{c}.{d}" for a in ("mail", "mx", "smtp", "out", "relay", "mta", "mail-") for b in ("", "1", "2", "-a")
         for c in ("example", "provider", "hosting", "company") for d in ("com", "net", "org", "de", "co.uk", "fr", "io")]
FIRST = "Anna Bob Carol David Eva Frank Grace Hans Irene Jan Karl Laura Marie Nina Oskar Paul Rosa Stefan Tom Ursula Maria John Michael Sarah".split()
LAST = "Smith Miller Garcia Martin Weber Novak Rossi Dubois Jansen Svensson Kumar Chen Brown Johnson Williams Jones".split()
EN = """the of and to in is you that it for on are with as this be at your have from or by not we but can all our will if an more has
please thank thanks regards best hello dear team meeting today tomorrow week time see below attached find let know would could like just about
email message account order information service new here click view online update password confirm request number date payment invoice
which when there what their they been one out up also some get first any only other than were his her had may these its who into""".split()
DE = """der die das und ist nicht mit ein eine f=C3=BCr von auf sich den dem zu im Sie wir Ihre Ihnen bitte vielen Dank mit freundlichen Gr=C3=BC=C3=9Fen
Sehr geehrte Damen und Herren Rechnung Bestellung Termin Konto anbei k=C3=B6nnen werden haben wurde nach oder auch aus bei""".split()
FR = "le la les de des et est pas pour vous nous dans une un sur avec votre merci bonjour cordialement commande compte veuillez que qui".split()


def b64(n):
    return base64.b64encode(rng.randbytes(n)).decode()


def fold(name, text, width=72):
    out, line = [], name + ":"
    for word in text.split(" "):
        if len(line) + len(word) > width and line.strip():
            out.append(line)
            line = "\t" + word
        else:
            line += " " + word
    return "\r\n".join(out + [line])


def person():
    f, l = rng.choice(FIRST), rng.choice(LAST)
    d = rng.choice(["example.com", "example.org", "mail.example.net", "company.example", "users.example"])
    return f"{f} {l}", f"{f.lower()}.{l.lower()}@{d}"


def date(zone=None):
    day = rng.choice("Mon Tue Wed Thu Fri Sat Sun".split())
    month = rng.choice("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    return (f"{day}, {rng.randint(1, 31)} {month} {rng.randint(2023, 2029)} "
            f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02} {zone or rng.choice(['+0000', '+0100', '+0200', '-0700', '-0500', '-0800', '+0000 (UTC)', '-0700 (PDT)'])}")


def ip():
    return ".".join(str(rng.randint(1, 254)) for _ in range(4))


def token(n=12):
    return "".join(rng.choices("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", k=n))


def received():
    a, b, who = rng.choice(HOSTS), rng.choice(HOSTS), person()[1]
    cipher = rng.choice(["TLS_AES_256_GCM_SHA384 (256/256 bits)", "TLS_AES_128_GCM_SHA256 (128/128 bits)", "ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)"])
    return rng.choice([
        f"Received: from {a} ({a} [{ip()}])\r\n\t(using TLSv1.3 with cipher {cipher}\r\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n"
        f"\t(No client certificate requested)\r\n\tby {b} (Postfix) with ESMTPS id {token(11)}\r\n\tfor <{who}>; {date()}",
        f"Received: by {b} (Postfix, from userid 1000)\r\n\tid {token(10)}; {date()}",
        f"Received: from localhost (localhost [127.0.0.1])\r\n\tby {b} (Postfix) with ESMTP id {token(10)}\r\n\tfor <{who}>; {date()}",
        f"Received: from {a} ([{ip()}])\r\n\tby {b} with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.97)\r\n\t(envelope-from <{who}>)\r\n\tid {token(6)}-{token(11)}-{token(4)}\r\n\tfor {who};\r\n\t{date()}",
        f"Received: by 2002:a05:6402:{token(4).lower()}:b0:{token(3).lower()}:{token(4).lower()} with SMTP id {token(16).lower()}csp{rng.randint(100000, 9999999)}{token(3).lower()};\r\n        {date('-0700 (PDT)')}",
        f"Received: from {a} ({a}. [{ip()}])\r\n        by {b} with ESMTPS id {token(20).lower()}si{rng.randint(100000, 9999999)}{token(3).lower()}.{rng.randint(1, 999)}\r\n        for <{who}>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        {date('-0700 (PDT)')}",
        f"Received: from {token(13).upper()}.eurprd03.prod.outlook.com (2603:10a6:{token(3).lower()}:{token(2).lower()}::{rng.randint(10, 99)})\r\n by {token(13).upper()}.eurprd03.prod.outlook.com (2603:10a6:{token(3).lower()}::{rng.randint(1, 9)}) with Microsoft SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.{rng.randint(1000, 9999)}.{rng.randint(10, 40)}; {date('+0000')}",
        f"Received: from [192.168.{rng.randint(0, 255)}.{rng.randint(1, 254)}] (unknown [{ip()}])\r\n\tby {b} (Postfix) with ESMTPSA id {token(11)};\r\n\t{date()}",
        f"Received: from {a} by {b} with LMTP\r\n\tid {token(22)}\r\n\t(envelope-from <{who}>)\r\n\tfor <{person()[1]}>; {date()}",
    ])


def signature(kind="DKIM-Signature", extra=""):
    d, s = rng.choice(["example.com", "mail.example.org", "news.example.net"]), rng.choice(["20230601", "selector1", "s1", "default", "mail", "k1", "google", "dkim"])
    return (f"{kind}: {extra}v=1; a=rsa-sha256; c=relaxed/{rng.choice(['relaxed', 'simple'])}; d={d}; s={s};\r\n\tt={rng.randint(1700000000, 1800000000)}; x={rng.randint(1700000000, 1800000000)};\r\n"
            f"\th=from:from:reply-to:subject:subject:date:date:message-id:message-id:\r\n\t to:to:cc:mime-version:mime-version:content-type:content-type:\r\n\t content-transfer-encoding:in-reply-to:references:list-unsubscribe;\r\n"
            f"\tbh={b64(32)};\r\n\tb=" + "\r\n\t ".join(b64(54) for _ in range(4)) + "==")


def results(name="Authentication-Results", host=None):
    a = person()[1]
    d = a.split("@")[1]
    return (f"{name}: {host or rng.choice(HOSTS)};\r\n       dkim=pass header.i=@{d} header.s=20230601 header.b={token(8)};\r\n"
            f"       spf=pass ({rng.choice(HOSTS)}: domain of {a} designates {ip()} as permitted sender) smtp.mailfrom={a};\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={d}")


def agent():
    return rng.choice([
        "User-Agent: Mozilla Thunderbird\r\nContent-Language: en-US", "X-Mailer: Apple Mail (2.3774.600.62)", "X-Mailer: Microsoft Outlook 16.0\r\nThread-Index: " + b64(22) + "\r\nContent-Language: de",
        "User-Agent: Mutt/2.2.12", "User-Agent: Roundcube Webmail/1.6.9", "X-Mailer: iPhone Mail (21G93)", "X-Mailer: git-send-email 2.39.5", "X-Mailer: MIME::Lite 3.033",
        "X-MS-Has-Attach:\r\nX-MS-TNEF-Correlator:\r\nmsip_labels:\r\nx-ms-publictraffictype: Email\r\nx-ms-traffictypediagnostic: " + token(20) + ":EE_\r\nx-ms-exchange-senderadcheck: 1\r\nx-microsoft-antispam: BCL:0;ARA:13230040|1800799024|366016|376014|38070700018;\r\nX-MS-Exchange-CrossTenant-AuthAs: Internal\r\nX-MS-Exchange-Transport-CrossTenantHeadersStamped: " + token(15),
        "X-Spam-Checker-Version: SpamAssassin 4.0.0\r\nX-Spam-Level:\r\nX-Spam-Status: No, score=-2.1 required=5.0 tests=BAYES_00,DKIM_SIGNED,\r\n\tDKIM_VALID,DKIM_VALID_AU,DKIM_VALID_EF,HTML_MESSAGE,RCVD_IN_DNSWL_NONE,\r\n\tSPF_HELO_NONE,SPF_PASS autolearn=ham autolearn_force=no version=4.0.0",
        "X-Rspamd-Server: rspamd\r\nX-Spamd-Result: default: False [-3.10 / 15.00];\r\n\tBAYES_HAM(-3.00)[99.99%];\r\n\tMIME_GOOD(-0.10)[text/plain];\r\n\tARC_NA(0.00)[];\r\n\tRCPT_COUNT_ONE(0.00)[1];\r\n\tTO_DN_NONE(0.00)[];\r\n\tFROM_HAS_DN(0.00)[];\r\n\tMIME_TRACE(0.00)[0:+]",
    ])


def mailing_list():
    n = rng.choice(["users", "announce", "dev", "discuss"])
    h = rng.choice(["lists.example.org", "groups.example.com"])
    return (f"Precedence: list\r\nList-Id: <{n}.{h}>\r\nList-Unsubscribe: <https://{h}/mailman/options/{n}>,\r\n <mailto:{n}-request@{h}?subject=unsubscribe>\r\nList-Archive: <https://{h}/pipermail/{n}/>\r\n"
            f"List-Post: <mailto:{n}@{h}>\r\nList-Help: <mailto:{n}-request@{h}?subject=help>\r\nList-Subscribe: <https://{h}/mailman/listinfo/{n}>,\r\n <mailto:{n}-request@{h}?subject=subscribe>\r\n"
            f"Errors-To: {n}-bounces@{h}\r\nSender: \"{n}\" <{n}-bounces@{h}>\r\nX-BeenThere: {n}@{h}\r\nX-Mailman-Version: 2.1.39")


def newsletter():
    return ("List-Unsubscribe: <https://click.example.com/unsubscribe/" + token(30) + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nFeedback-ID: " + token(8)
            + ":" + token(6) + "\r\nX-Report-Abuse: Please report abuse to abuse@example.com\r\nPrecedence: bulk\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All")


def words(n, lang=None):
    pool = lang or rng.choices([EN, DE, FR], [8, 2, 1])[0]
    text, line = [], ""
    for i in range(n):
        w = rng.choice(pool)
        if i % 13 == 0:
            w = w.capitalize()
        line += w + rng.choices([" ", ", ", ". ", "? "], [20, 2, 2, 0.3])[0]
        if len(line) > 66:
            text.append(line.rstrip())
            line = ""
    return "\r\n".join(text + [line.rstrip()])


def plain():
    name = person()[0]
    body = f"{rng.choice(['Hi', 'Hello', 'Dear', 'Hallo', 'Bonjour'])} {name.split()[0]},\r\n\r\n{words(rng.randint(20, 250))}\r\n\r\n{rng.choice(['Best regards,', 'Thanks,', 'Kind regards', 'Cheers,', 'Viele Gr=C3=BC=C3=9Fe'])}\r\n{name}\r\n"
    if rng.random() < 0.4:
        body += f"\r\n-- \r\n{name}\r\nTel.: +49 {rng.randint(30, 999)} {rng.randint(100000, 9999999)}\r\nhttps://www.example.com/\r\n"
    if rng.random() < 0.4:
        quoted = words(rng.randint(20, 120)).replace("\r\n", "\r\n> ")
        body += f"\r\nOn {date()}, {person()[0]} wrote:\r\n> {quoted}\r\n>\r\n"
    if rng.random() < 0.15:
        body += "\r\n-----Original Message-----\r\nFrom: " + person()[0] + "\r\nSent: Monday, 10:00\r\nTo: " + person()[0] + "\r\nSubject: RE: " + words(4, EN) + "\r\n\r\n" + words(60)
    if rng.random() < 0.1:
        body += "\r\n_______________________________________________\r\nusers mailing list\r\nusers@lists.example.org\r\nhttps://lists.example.org/mailman/listinfo/users\r\n"
    return body


STYLE = """<style type="text/css">
body, table, td, a { -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
table, td { mso-table-lspace: 0pt; mso-table-rspace: 0pt; border-collapse: collapse; }
img { -ms-interpolation-mode: bicubic; border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; }
@media only screen and (max-width: 600px) { .container { width: 100% !important; } .mobile-hide { display: none !important; } }
p.MsoNormal, li.MsoNormal, div.MsoNormal { margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif; }
</style>"""


def cell():
    color = "".join(rng.choices("0123456789abcdef", k=6))
    link = f"https://click.example.com/ls/click?upn={token(40)}"
    return rng.choice([
        f'<table role="presentation" width="100%" border="0" cellspacing="0" cellpadding="0" align="center"><tr><td align="center" valign="top" style="padding: 20px 0px 10px 0px; font-family: Arial, Helvetica, sans-serif; font-size: 14px; line-height: 20px; color: #{color};">{words(25, EN)}</td></tr></table>',
        f'<td bgcolor="#ffffff" style="padding:10px"><a href="{link}" target="_blank" style="color:#{color};text-decoration:none;font-weight:bold;display:inline-block">{words(3, EN)}</a></td>',
        f'<img src="https://cdn.example.com/images/{token(16)}.png" width="600" height="auto" alt="" border="0" style="display:block;max-width:100%">',
        f'<div dir="ltr">{words(30, EN)}</div><br>', f'<p style="margin:0 0 16px 0;font-size:16px;line-height:24px">{words(30, EN)}</p>',
        f'<p class="MsoNormal"><span lang="EN-US" style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:#{color}">{words(20, EN)}<o:p></o:p></span></p>',
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On {date()} {person()[0]} &lt;<a href="mailto:a@example.com">a@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{words(30, EN)}</blockquote></div>',
        f'<blockquote type="cite"><div>{words(20, EN)}</div></blockquote>', f'<tr><td>{words(2, EN)}</td><td align="right">&nbsp;{rng.randint(1, 900)},{rng.randint(10, 99)} &euro;</td></tr>',
    ])


def html():
    head = rng.choice([
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\r\n<html xmlns="http://www.w3.org/1999/xhtml">\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\r\n<meta name="viewport" content="width=device-width, initial-scale=1.0" />\r\n<title></title>\r\n' + STYLE + "\r\n</head>\r\n<body style=\"margin:0;padding:0;background-color:#f4f4f4\">\r\n",
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" xmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\r\n' + STYLE + '\r\n<!--[if gte mso 9]><xml>\r\n<o:shapedefaults v:ext="edit" spidmax="1026" />\r\n</xml><![endif]-->\r\n</head>\r\n<body lang="EN-US" link="#0563C1" vlink="#954F72">\r\n<div class="WordSection1">\r\n',
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>\r\n',
        '<!DOCTYPE html>\r\n<html lang="en">\r\n<head>\r\n<meta charset="utf-8">\r\n</head>\r\n<body>\r\n'])
    return head + "\r\n".join(cell() for _ in range(rng.randint(2, 12))) + "\r\n</body>\r\n</html>\r\n"


def encode(text, kind):
    if kind == "quoted-printable":
        return quopri.encodestring(text.encode()).decode().replace("\r\n", "\n").replace("\n", "\r\n")
    if kind == "base64":
        return base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    return text


def part(kind, text):
    cte = rng.choice(["quoted-printable", "7bit", "8bit", "quoted-printable", "base64"])
    charset = rng.choice(["utf-8", "UTF-8", '"utf-8"', "us-ascii", "iso-8859-1", '"UTF-8"'])
    flowed = "; format=flowed" if kind == "plain" and rng.random() < 0.3 else ""
    return f"Content-Type: text/{kind}; charset={charset}{flowed}\r\nContent-Transfer-Encoding: {cte}\r\n\r\n" + encode(text, cte)


def message():
    lines = [received() for _ in range(rng.randint(1, 5))]
    if rng.random() < 0.4:
        lines.append(results())
    if rng.random() < 0.25:
        lines += [f"ARC-Seal: i=1; a=rsa-sha256; t={rng.randint(1700000000, 1800000000)}; cv=none;\r\n        d=google.com; s=arc-20240605;\r\n        b=" + "\r\n         ".join(b64(48) for _ in range(5)),
                  signature("ARC-Message-Signature", "i=1; "), results("ARC-Authentication-Results", "i=1; mx.google.com")]
    if rng.random() < 0.3:
        lines.append(f"Received-SPF: pass ({rng.choice(HOSTS)}: domain of {person()[1]} designates {ip()} as permitted sender) client-ip={ip()};")
    if rng.random() < 0.6:
        lines.append(signature())
    if rng.random() < 0.3:
        lines.append(signature("X-Google-DKIM-Signature") + "\r\nX-Gm-Message-State: " + b64(40) + "\r\nX-Google-Smtp-Source: " + b64(45))
    name, address = person()
    to_name, to = person()
    lines += [f"From: {rng.choice([name, chr(34) + name + chr(34)])} <{address}>", f"To: {rng.choice(['', to_name + ' '])}<{to}>",
              fold("Subject", rng.choice(["Re: ", "Fwd: ", "AW: ", "", "[users] ", "=?utf-8?q?", "=?UTF-8?B?"]) + words(rng.randint(2, 9), EN).replace("\r\n", " ")),
              f"Date: {date()}", f"Message-ID: <{rng.choice([token(20) + '@mail.gmail.com', token(8).lower() + '-' + token(4).lower() + '-' + token(4).lower() + '@example.com', token(30) + '.prod.outlook.com'])}>", "MIME-Version: 1.0"]
    if rng.random() < 0.4:
        ref = f"<{token(24)}@example.com>"
        lines += [f"References: {ref}\r\n <{token(24)}@mail.gmail.com>", f"In-Reply-To: {ref}"]
    if rng.random() < 0.3:
        lines.append(f"Reply-To: {person()[1]}")
    if rng.random() < 0.3:
        lines.append(f"Return-Path: <{rng.choice(['bounce+' + token(10), 'bounces-' + token(6), 'noreply'])}@example.com>")
    if rng.random() < 0.6:
        lines.append(agent())
    if rng.random() < 0.2:
        lines.append(mailing_list())
    elif rng.random() < 0.25:
        lines.append(newsletter())
    shape = rng.random()
    if shape < 0.45:
        return "\r\n".join(lines) + "\r\n" + part("plain", plain())
    if shape < 0.6:
        return "\r\n".join(lines) + "\r\n" + part("html", html())
    bound = rng.choice(["----=_NextPart_" + token(3) + "_" + token(4) + "_" + token(8).upper() + "." + token(8).upper(), "000000000000" + token(20).lower(), "Apple-Mail=_" + token(8).upper() + "-" + token(4).upper() + "-" + token(4).upper(),
                        "------------" + token(24), "=_" + token(32).lower(), "_000_" + token(30) + "_", "--==_mimepart_" + token(20)])
    alternative = f"--{bound}\r\n{part('plain', plain())}\r\n--{bound}\r\n{part('html', html())}\r\n"
    if shape < 0.88:
        return "\r\n".join(lines) + f"\r\nContent-Type: multipart/alternative;\r\n boundary=\"{bound}\"\r\n\r\n" + rng.choice(["This is a multi-part message in MIME format.\r\n", "", ""]) + alternative + f"--{bound}--\r\n"
    file = token(8) + rng.choice([".pdf", ".docx", ".png", ".jpg", ".ics", ".zip", ".xlsx"])
    kind = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "png": "image/png", "jpg": "image/jpeg", "ics": "text/calendar; charset=utf-8; method=REQUEST",
            "zip": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[file.split(".")[1]]
    body = "\r\n".join(b64(57) for _ in range(20)) if not file.endswith("ics") else f"BEGIN:VCALENDAR\r\nPRODID:-//Example//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20261122T100000\r\nDTEND;TZID=Europe/Berlin:20261122T110000\r\nDTSTAMP:20261122T090000Z\r\nORGANIZER;CN={name}:mailto:{address}\r\nUID:{token(26)}@example.com\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={to_name}:mailto:{to}\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:{words(4, EN)}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    return "\r\n".join(lines) + (f"\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"{bound}\"\r\n\r\n--{bound}\r\n{part('plain', plain())}\r\n--{bound}\r\nContent-Type: {kind}; name=\"{file}\"\r\n"
                                 f"Content-Disposition: attachment; filename=\"{file}\"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{token(10)}>\r\nX-Attachment-Id: {token(10)}\r\n\r\n{body}\r\n--{bound}--\r\n")


def main():
    out = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        samples = []
        for i in range(COUNT):
            path = pathlib.Path(folder) / f"{i:05}"
            path.write_bytes(message().encode()[:16384])
            samples.append(str(path))
        listing = pathlib.Path(folder) / "list"
        listing.write_text("\n".join(samples))
        subprocess.run(["zstd", "-q", "-f", "--train-fastcover=k=200,d=8,f=20,accel=1", "-3", f"--maxdict={SIZE}", "--dictID=1", "--filelist", str(listing), "-o", str(out)], check=True)
    print(out, out.stat().st_size)


if __name__ == "__main__":
    main()
