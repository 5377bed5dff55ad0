using Aether.Configuration.Loading;
using Aether.Net.Limits;
using Aether.Net.Listeners;

namespace Aether.Host.Composition;

/// <summary>The mail ports of this process.</summary>
internal static class MailListeners
{
    public static IEnumerable<MailListener> Of(LoadedConfiguration configuration, Roles roles, IServiceProvider provider)
    {
        var settings = configuration.Settings;
        var pending = new PendingLogins(settings.Limits.Logins.Pending);
        return
        [
            .. roles.HasFlag(Roles.Imap) ? ImapSetup.Listeners(settings, pending, provider) : [],
            .. roles.HasFlag(Roles.Pop3) ? Pop3Setup.Listeners(settings, pending, provider) : [],
            .. roles.HasFlag(Roles.Smtp) ? SmtpSetup.Listeners(configuration, pending, provider) : [],
        ];
    }
}
