using Aether.Migration.Sources;

namespace Aether.Migration.Remote;

/// <summary>Opens mail on other servers.</summary>
public static class RemoteMail
{
    /// <param name="pop3">The same mail by POP3, to learn what its clients call the messages; null: nobody used it.</param>
    public static IMailSource Open(RemoteAccount account, RemoteAccount? pop3) => new ImapSource(account, pop3 is null ? null : new Pop3UniqueIds(pop3));
}
