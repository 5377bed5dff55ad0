namespace Aether.Imap.Session;

/// <summary>The states of a session, combined where a command is allowed in several. RFC 3501 §3.</summary>
[Flags]
internal enum SessionState
{
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,
    LoggedIn = Authenticated | Selected,
    Any = NotAuthenticated | Authenticated | Selected,
}
