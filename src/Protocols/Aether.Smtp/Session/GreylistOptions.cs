namespace Aether.Smtp.Session;

/// <summary>How strangers are put off.</summary>
public sealed record GreylistOptions
{
    /// <summary>For so long; zero: not at all.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Who comes back within this is a mail server. RFC 5321 §4.5.4.1: they try for days.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long who has come back is known, since its last mail.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(35);
}
