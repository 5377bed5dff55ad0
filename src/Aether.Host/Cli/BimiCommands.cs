using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether domain bimi</c>: the indicator (logo) that readers may show beside a domain's mail.</summary>
internal static class BimiCommands
{
    public static Command Create(VerbRunner verbs, Argument<string> name)
    {
        var image = new Argument<FileInfo>("FILE") { Description = "The logo, as SVG Tiny PS." };
        image.AcceptExistingOnly();
        var certificate = new Option<FileInfo>("--certificate") { Description = "The certificate of the mark (VMC or CMC) and its chain, in PEM.", HelpName = "FILE" };
        certificate.AcceptExistingOnly();
        var set = new Command("set", "Serve a logo for a domain; \"aether domain dns\" shows the record then.") { name, image, certificate };
        set.SetAction(async (parsed, ct) =>
        {
            byte[] octets = await File.ReadAllBytesAsync(parsed.GetRequiredValue(image).FullName, ct);
            byte[]? pem = parsed.GetValue(certificate) is { } file ? await File.ReadAllBytesAsync(file.FullName, ct) : null;
            return await verbs.RunAsync(parsed, AdminRequest.Put(Path(parsed.GetRequiredValue(name)), new BimiRequest(octets, pem), AdminJson.Default.BimiRequest), Render.Nothing, ct);
        });
        var remove = new Command("remove", "Serve no logo for a domain any more.") { name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(Path(parsed.GetRequiredValue(name))), Render.Nothing, ct));
        return new Command("bimi", "Set the logo that readers may show beside a domain's mail.") { set, remove };
    }

    private static string Path(string name) => $"domains/{Uri.EscapeDataString(name)}/bimi";
}
