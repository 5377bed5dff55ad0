using Aether.Configuration.Loading;
using Aether.Net.Listeners;

namespace Aether.Host.Composition;

/// <summary>The mail ports of this process.</summary>
internal static class MailListeners
{
    public static IEnumerable<MailListener> Of(LoadedConfiguration configuration, Roles roles, IServiceProvider provider) =>
    [
        .. roles.HasFlag(Roles.Imap) ? ImapSetup.Listeners(configuration.Settings, provider) : [],
        .. roles.HasFlag(Roles.Smtp) ? SmtpSetup.Listeners(configuration.Settings, provider) : [],
    ];
}
