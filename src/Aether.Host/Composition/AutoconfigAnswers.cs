using System.Globalization;
using System.Xml.Linq;
using Aether.Configuration.Schema;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>
/// Tells clients how to reach this server, in the form of Thunderbird that most understand: under <c>autoconfig.DOMAIN</c>, and at the domain itself. Only ways
/// that are encrypted are named.
/// </summary>
internal static class AutoconfigAnswers
{
    private const string Label = "autoconfig.";
    private const int MaxName = 253;

    public static void MapAutoconfig(this IEndpointRouteBuilder routes, AetherSettings settings)
    {
        var store = routes.ServiceProvider.GetRequiredService<MailStore>();
        foreach (string path in (string[])["/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"])
        {
            routes.MapGet(path, async (HttpRequest request, CancellationToken ct) =>
            {
                string host = request.Host.Host.ToLowerInvariant();
                string domain = host.StartsWith(Label, StringComparison.Ordinal) ? host[Label.Length..] : host;
                return domain.Length is > 0 and <= MaxName && await store.Directory.FindDomainAsync(domain, ct) is not null
                    ? Results.Text(Describe(domain, settings), "text/xml")
                    : Results.NotFound();
            });
        }
    }

    private static string Describe(string domain, AetherSettings settings)
    {
        var provider = new XElement("emailProvider", new XAttribute("id", domain), new XElement("domain", domain), new XElement("displayName", domain), new XElement("displayShortName", domain));
        foreach (var listener in settings.Imap.Listeners)
            provider.Add(Server("incomingServer", "imap", settings.Hostname, listener.Port, listener.Tls));
        foreach (var listener in settings.Pop3.Listeners)
            provider.Add(Server("incomingServer", "pop3", settings.Hostname, listener.Port, listener.Tls));
        foreach (var listener in settings.Smtp.Listeners.Where(listener => listener.Kind is SmtpListenerKind.Submission))
            provider.Add(Server("outgoingServer", "smtp", settings.Hostname, listener.Port, listener.Tls));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{new XElement("clientConfig", new XAttribute("version", "1.1"), provider)}\n";
    }

    /// <returns>Null: it is not encrypted.</returns>
    private static XElement? Server(string role, string protocol, string hostname, int port, ListenerTls tls) => tls is ListenerTls.None
        ? null
        : new XElement(
            role,
            new XAttribute("type", protocol),
            new XElement("hostname", hostname),
            new XElement("port", port.ToString(CultureInfo.InvariantCulture)),
            new XElement("socketType", tls is ListenerTls.Implicit ? "SSL" : "STARTTLS"),
            new XElement("authentication", "password-cleartext"), // inside TLS
            new XElement("username", "%EMAILADDRESS%"));
}
