using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Aether.Validation.Arc;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Spf;

namespace Aether.Validation.Results;

/// <summary>Writes and recognises the Authentication-Results field. RFC 8601 §2.2; RFC 6008 for header.b, RFC 8617 §10.2 for arc.</summary>
public static class AuthenticationResults
{
    private const int MaxValue = 256;
    private static readonly SearchValues<char> Unquoted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._@+");

    /// <summary>The field, CRLF-ended, one method a line.</summary>
    public static string Format(MailAuthentication found) => "Authentication-Results: " + Value(found) + "\r\n";

    /// <summary>What stands behind the colon: also the body of an ARC set.</summary>
    public static string Value(MailAuthentication found)
    {
        var text = new StringBuilder(found.ServiceId);
        int methods = 0;
        if (found.Reverse is { } reverse)
            Method(text, ref methods, "iprev", NameOf(reverse.Result), reverse.Name, ("policy.iprev", reverse.Address.ToString()));
        if (found.HeloSpf is { } helo)
            Method(text, ref methods, "spf", ReceivedSpf.NameOf(helo.Result), helo.Problem, ("smtp.helo", found.Helo));
        if (found.Spf is { } spf)
            Method(text, ref methods, "spf", ReceivedSpf.NameOf(spf.Result), spf.Problem, ("smtp.mailfrom", found.Sender.Length == 0 ? found.Helo : found.Sender));
        foreach (var dkim in found.Dkim)
        {
            Method(text, ref methods, "dkim", DkimOutcome.NameOf(dkim.Result), Comment(dkim),
                ("header.d", dkim.Domain), ("header.s", dkim.Selector), ("header.a", dkim.Algorithm), ("header.b", dkim.SignaturePrefix));
        }

        if (found.Dmarc is { } dmarc && found.Dkim.Count == 0)
            Method(text, ref methods, "dkim", "none", null);
        if (found.Arc.Result is not ArcResult.None)
            Method(text, ref methods, "arc", ArcOutcome.NameOf(found.Arc.Result), found.Arc.Reason);
        if (found.Dmarc is { } outcome)
            Method(text, ref methods, "dmarc", DmarcOutcome.NameOf(outcome.Result), Comment(outcome, found.LooksLike), ("header.from", outcome.Author));
        if (found.Bimi is { } bimi)
            AddBimi(text, ref methods, bimi);
        return methods == 0 ? text.Append("; none").ToString() : text.ToString();
    }

    /// <summary>The author's domain that DMARC stood behind, as a field of ours says; null: behind none.</summary>
    /// <param name="value">Written by <see cref="Value"/>: no word of the message's can begin a line in it.</param>
    public static string? AuthorOf(string value)
    {
        const string Passed = "dmarc=pass ";
        const string From = " header.from=";
        string? line = value.Split(";\r\n\t").FirstOrDefault(part => part.StartsWith(Passed, StringComparison.Ordinal))?.TrimEnd();
        int at = line?.LastIndexOf(From, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null : line![(at + From.Length)..];
    }

    // BIMI draft, "Affix BIMI Status"; the hash lets a reader see that the image was not exchanged since.
    private static void AddBimi(StringBuilder text, ref int methods, BimiOutcome bimi)
    {
        bool passes = bimi.Result is BimiResult.Pass;
        Method(text, ref methods, "bimi", BimiOutcome.NameOf(bimi.Result), passes ? bimi.Mark is { Length: > 0 } mark ? mark : null : bimi.Reason,
            ("header.d", bimi.Domain), ("header.selector", bimi.Selector),
            ("policy.authority", bimi.Result is BimiResult.Pass or BimiResult.Fail ? BimiOutcome.NameOf(bimi.Evidence) : ""),
            ("policy.indicator-hash", passes ? Convert.ToHexStringLower(SHA256.HashData(bimi.Indicator.Span))[^16..] : ""));
    }

    /// <summary>Says whether a field claims to be ours: from outside such a one is forged. RFC 8601 §5.</summary>
    /// <param name="value">What stands behind the colon.</param>
    public static bool IsFrom(string value, string serviceId)
    {
        int i = 0;
        SkipSpace(value, ref i);
        var id = new StringBuilder();
        bool quoted = i < value.Length && value[i] is '"';
        for (i += quoted ? 1 : 0; i < value.Length; i++)
        {
            if (quoted && value[i] is '\\' && i + 1 < value.Length)
                i++;
            else if (quoted ? value[i] is '"' : value[i] is ';' or ' ' or '\t' or '\r' or '\n' or '(')
                break;
            id.Append(value[i]);
        }

        return id.ToString().Trim().TrimEnd('.').Equals(serviceId, StringComparison.OrdinalIgnoreCase);
    }

    private static void SkipSpace(string value, ref int i)
    {
        int depth = 0;
        for (; i < value.Length; i++)
        {
            if (value[i] is '\\' && depth > 0)
                i++;
            else if (value[i] is '(')
                depth++;
            else if (value[i] is ')' && depth > 0)
                depth--;
            else if (depth == 0 && value[i] is not (' ' or '\t' or '\r' or '\n'))
                return;
        }
    }

    private static string? Comment(DmarcOutcome outcome, string? looksLike)
    {
        string? policy = outcome.Record is null ? outcome.Reason : "p=" + DmarcOutcome.NameOf(outcome.Published);
        return looksLike is null ? policy : $"{policy}{(policy is null ? "" : ", ")}looks like {looksLike}";
    }

    private static string? Comment(DkimOutcome outcome) => outcome switch
    {
        { Result: not DkimResult.Pass } => outcome.Reason,
        { IsPartial: true } => "a part of the body only",
        { IsTest: true } => "test mode",
        { KeySize: > 0 } => $"{outcome.KeySize}-bit key",
        _ => null,
    };

    private static void Method(StringBuilder text, ref int methods, string method, string result, string? comment, params ReadOnlySpan<(string Name, string Value)> properties)
    {
        methods++;
        text.Append(";\r\n\t").Append(method).Append('=').Append(result);
        if (comment is not null)
            text.Append(" (").Append(Plain(comment.Replace('(', '[').Replace(')', ']').Replace('\\', '/'))).Append(')');
        foreach (var (name, value) in properties)
        {
            if (value.Length > 0)
                text.Append(' ').Append(name).Append('=').Append(Quote(value));
        }
    }

    // RFC 8601 §2.2: pvalue is an address, a token or a quoted string.
    private static string Quote(string value)
    {
        var plain = Plain(value);
        return plain.AsSpan().ContainsAnyExcept(Unquoted)
            ? "\"" + plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
            : plain;
    }

    private static string Plain(string text)
    {
        bool isPlain = text.Length <= MaxValue && !text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f');
        return isPlain ? text : string.Concat(text.Take(MaxValue).Where(c => !char.IsControl(c)));
    }

    private static string NameOf(ReverseResult result) => result switch
    {
        ReverseResult.Pass => "pass",
        ReverseResult.Fail => "fail",
        ReverseResult.TempError => "temperror",
        _ => "permerror",
    };
}
