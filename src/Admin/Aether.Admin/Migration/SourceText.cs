using System.Diagnostics.CodeAnalysis;
using Aether.Admin.Contracts;
using Aether.Migration.Remote;
using Aether.Migration.Sources;

namespace Aether.Admin.Migration;

/// <summary>Reads where mail comes from or goes to.</summary>
internal static class SourceText
{
    public const string Maildir = "maildir:";
    public const string Mbox = "mbox:";

    public static bool TryOpen(ImportRequest request, [NotNullWhen(true)] out IMailSource? source)
    {
        source = TryPath(request.Source, Maildir, out string path) ? MailSources.Maildir(path)
            : TryPath(request.Source, Mbox, out path) ? MailSources.Mbox(path)
            : TryAccount(request, out var account) ? RemoteMail.Open(account)
            : null;
        return source is not null;
    }

    public static bool TryPath(string text, string kind, out string path)
    {
        path = text.StartsWith(kind, StringComparison.Ordinal) ? text[kind.Length..] : string.Empty;
        return Path.IsPathFullyQualified(path);
    }

    /// <summary>The user stands before the host, an at sign of its own written as %40 or as it is.</summary>
    private static bool TryAccount(ImportRequest request, [NotNullWhen(true)] out RemoteAccount? account)
    {
        account = null;
        bool isImplicit = request.Source.StartsWith("imaps://", StringComparison.Ordinal);
        if (!isImplicit && !request.Source.StartsWith("imap://", StringComparison.Ordinal))
            return false;
        string rest = request.Source[(request.Source.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        int at = rest.LastIndexOf('@');
        string[] host = rest[(at + 1)..].Split(':');
        int port = isImplicit ? 993 : 143;
        if (at < 1 || request.Password is not { Length: > 0 } || host.Length > 2 || host[0].Length is 0 || (host.Length is 2 && (!int.TryParse(host[1], out port) || port is < 1 or > 65535)))
            return false;
        account = new RemoteAccount(host[0], port, isImplicit, Uri.UnescapeDataString(rest[..at]), request.Password, request.AnyCertificate);
        return true;
    }
}
