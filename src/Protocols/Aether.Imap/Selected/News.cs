namespace Aether.Imap.Selected;

/// <summary>What a session may be told of changes before a command's reply.</summary>
internal enum News
{
    All,

    /// <summary>Message numbers must stay: RFC 3501 §7.4.1 forbids EXPUNGE during FETCH, STORE and SEARCH.</summary>
    NoExpunge,
}
