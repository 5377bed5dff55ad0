namespace Aether.Pop3.Wire;

/// <summary>The status line that ends or begins an answer: +OK or -ERR, with a response code where one fits. RFC 1939 §3, RFC 2449 §8, RFC 3206.</summary>
internal readonly record struct Pop3Reply(bool IsOk, string? Code, string Text)
{
    /// <summary>The handler has written its whole answer.</summary>
    public static Pop3Reply Written { get; } = new(true, null, string.Empty);

    public static Pop3Reply NoSuchMessage { get; } = Error("There is no such message.");

    /// <summary>RFC 3206 §4: it will pass, and it is not about the credentials.</summary>
    public static Pop3Reply Unavailable { get; } = Error("SYS/TEMP", "Try again later.");

    public static Pop3Reply Damaged { get; } = Error("SYS/PERM", "The message is damaged on disk.");

    /// <summary>RFC 2449 §8.1.2: somebody else has the maildrop open.</summary>
    public static Pop3Reply InUse { get; } = Error("IN-USE", "The maildrop is open in another session.");

    /// <summary>The client got the protocol wrong: such errors are counted.</summary>
    public bool IsMistake { get; private init; }

    public bool IsWritten => IsOk && Text.Length is 0;

    public static Pop3Reply Ok(string text) => new(true, null, text);

    public static Pop3Reply Error(string text) => new(false, null, text);

    public static Pop3Reply Error(string code, string text) => new(false, code, text);

    /// <summary>The arguments are not what <paramref name="usage"/> shows.</summary>
    public static Pop3Reply Syntax(string usage) => Mistake("Expected: " + usage);

    public static Pop3Reply Mistake(string text) => Error(text) with { IsMistake = true };
}
