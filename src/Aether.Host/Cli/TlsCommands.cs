using System.CommandLine;
using Aether.Admin.Contracts;

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

        return new Command("tls", "Look after certificates.") { status, reload, renew, Import(verbs), Remove(verbs) };
    }

    private static Command Import(VerbRunner verbs)
    {
        var certificate = new Argument<FileInfo>("CERTIFICATE") { Description = "The certificate with its chain, in PEM." }.AcceptExistingOnly();
        var key = new Argument<FileInfo>("KEY") { Description = "Its key, in PEM." }.AcceptExistingOnly();
        var import = new Command("import", "Put a certificate into the store, where all nodes take it from; it replaces the one with the same first name.") { certificate, key };
        import.SetAction(async (parsed, ct) =>
        {
            try
            {
                var request = new ImportCertificateRequest(
                    await File.ReadAllTextAsync(parsed.GetRequiredValue(certificate).FullName, ct), await File.ReadAllTextAsync(parsed.GetRequiredValue(key).FullName, ct));
                return await verbs.RunAsync(parsed, AdminRequest.Post("tls/imported", request, AdminJson.Default.ImportCertificateRequest), RenderLogins.Certificates, ct);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return Failures.Report(unreadable, unreadable.Message);
            }
        });
        return import;
    }

    private static Command Remove(VerbRunner verbs)
    {
        var name = new Argument<string>("NAME") { Description = "The first name of the certificate." };
        var remove = new Command("remove", "Take a certificate out of the store again.") { name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete($"tls/imported/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}"), RenderLogins.Certificates, ct));
        return remove;
    }
}
