namespace Aether.Pop3.Session;

/// <summary>The states of a session, combined where a command is allowed in several. RFC 1939 §3.</summary>
[Flags]
internal enum SessionState
{
    Authorization = 1,
    Transaction = 2,
    Any = Authorization | Transaction,
}
