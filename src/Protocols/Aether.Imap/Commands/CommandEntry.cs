using Aether.Imap.Selected;
using Aether.Imap.Session;

namespace Aether.Imap.Commands;

/// <summary>One row of the command table: the verb, where it is allowed, who does it, and what news may precede its reply.</summary>
internal sealed record CommandEntry(string Verb, SessionState AllowedIn, IImapCommand Command, News News = News.All);
