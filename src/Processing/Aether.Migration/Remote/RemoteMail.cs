using Aether.Migration.Sources;

namespace Aether.Migration.Remote;

/// <summary>Opens mail on other servers.</summary>
public static class RemoteMail
{
    public static IMailSource Open(RemoteAccount account) => new ImapSource(account);
}
