using System.CommandLine;

namespace Aether.Host.Cli;

/// <summary><c>aether tls</c>: the certificates in use.</summary>
internal static class TlsCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var status = new Command("status", "Show the certificates in use and when they end.");
        status.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("tls"), RenderLogins.Certificates, ct));

        var reload = new Command("reload", "Read the certificate files again; the server does so by itself within seconds of a change.");
        reload.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post("tls/reload"), RenderLogins.Certificates, ct));

        var renew = new Command("renew", "Fetch another certificate by ACME now; the server does so by itself in time.");
        renew.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post("tls/renew"), RenderLogins.Certificates, ct));

        return new Command("tls", "Look after certificates.") { status, reload, renew };
    }
}
