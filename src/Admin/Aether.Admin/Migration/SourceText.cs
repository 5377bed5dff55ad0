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
            : TryRemote(request);
        return source is not null;
    }

    public static bool TryPath(string text, string kind, out string path)
    {
        path = text.StartsWith(kind, StringComparison.Ordinal) ? text[kind.Length..] : string.Empty;
        return Path.IsPathFullyQualified(path);
    }

    private static IMailSource? TryRemote(ImportRequest request)
    {
        if (!TryAccount(request, request.Source, "imap", (143, 993), null, out var account))
            return null;
        RemoteAccount? pop3 = null;
        return request.Pop3 is null || TryAccount(request, request.Pop3, "pop3", (110, 995), account.User, out pop3) ? RemoteMail.Open(account, pop3) : null;
    }

    /// <summary>The user stands before the host, an at sign of its own written as %40 or as it is.</summary>
    /// <param name="ports">The usual ones, without and with TLS from the start.</param>
    /// <param name="user">Who it is when none is named.</param>
    private static bool TryAccount(ImportRequest request, string text, string scheme, (int Plain, int Tls) ports, string? user, [NotNullWhen(true)] out RemoteAccount? account)
    {
        account = null;
        bool isImplicit = text.StartsWith(scheme + "s://", StringComparison.Ordinal);
        if (!isImplicit && !text.StartsWith(scheme + "://", StringComparison.Ordinal))
            return false;
        string rest = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        int at = rest.LastIndexOf('@');
        string[] host = rest[(at + 1)..].Split(':');
        int port = isImplicit ? ports.Tls : ports.Plain;
        user = at < 1 ? user : Uri.UnescapeDataString(rest[..at]);
        if (user is null || at is 0 || request.Password is not { Length: > 0 } || host.Length > 2 || host[0].Length is 0 || (host.Length is 2 && (!int.TryParse(host[1], out port) || port is < 1 or > 65535)))
            return false;
        account = new RemoteAccount(host[0], port, isImplicit, user, request.Password, request.AnyCertificate);
        return true;
    }
}
