namespace Aether.Host.Composition;

/// <summary>The parts of the server that one process can run alone.</summary>
[Flags]
internal enum Roles
{
    None = 0,
    Smtp = 1,
    Imap = 2,
    Pop3 = 4,
    Jmap = 8,
    Sieve = 16,
    Queue = 32,
    Admin = 64,
    All = Smtp | Imap | Pop3 | Jmap | Sieve | Queue | Admin,
}
