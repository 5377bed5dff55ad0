using Aether.Pop3.Session;

namespace Aether.Pop3.Commands;

/// <summary>One row of the command table: the verb, where it is allowed, who does it.</summary>
internal sealed record CommandEntry(string Verb, SessionState AllowedIn, IPop3Command Command)
{
    /// <summary>It takes hardly longer than to hand it to another thread.</summary>
    public bool IsShort => Verb is "RETR" or "DELE" or "NOOP" or "STAT" or "TOP";
}
