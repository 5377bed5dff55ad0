namespace Aether.Smtp.Session;

/// <summary>Where a session stands; the command table names the states a verb is allowed in. RFC 5321 §4.1.4.</summary>
[Flags]
internal enum SmtpStates
{
    None = 0,

    /// <summary>No EHLO or HELO yet.</summary>
    Start = 1,

    /// <summary>Greeted, no transaction.</summary>
    Ready = 2,

    /// <summary>MAIL was taken, no recipient yet.</summary>
    InMail = 4,

    /// <summary>At least one recipient was taken.</summary>
    InRcpt = 8,

    /// <summary>At least one chunk was taken (RFC 3030 §2): only BDAT, or RSET, goes on.</summary>
    InChunks = 16,

    Any = Start | Ready | InMail | InRcpt | InChunks,
    Greeted = Ready | InMail | InRcpt | InChunks,
}
