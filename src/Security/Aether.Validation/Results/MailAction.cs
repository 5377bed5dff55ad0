namespace Aether.Validation.Results;

/// <summary>What the checks want done with a message.</summary>
public enum MailAction
{
    Accept,

    /// <summary>Accepted, and kept apart from what was asked for.</summary>
    Quarantine,

    /// <summary>Refused for now: a check could not be finished, and the configuration wants it to be.</summary>
    Defer,

    /// <summary>Refused.</summary>
    Reject,
}
