using System.Text;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Returns;

/// <summary>Reads a <c>message/delivery-status</c> part: blocks of fields, the first about the message, each other about a recipient. RFC 3464 §2, RFC 6533.</summary>
public static class DeliveryStatusReader
{
    private const int MaxRecipients = 1_000;
    private const int MaxValue = 1_000;

    public static IReadOnlyList<ReturnedRecipient> Read(ReadOnlySpan<byte> part)
    {
        var found = new List<ReturnedRecipient>();
        foreach (var block in Blocks(Encoding.UTF8.GetString(part)))
        {
            if (found.Count == MaxRecipients)
                break;
            if (block.TryGetValue("final-recipient", out string? final) && block.TryGetValue("action", out string? action) && Address(final) is { } address)
            {
                found.Add(new ReturnedRecipient(
                    address,
                    block.TryGetValue("original-recipient", out string? original) ? Address(original) : null,
                    action.ToLowerInvariant(),
                    block.TryGetValue("status", out string? status) && EnhancedStatus.TryParse(status, out var parsed, out _) ? parsed : null,
                    block.TryGetValue("diagnostic-code", out string? diagnostic) ? AfterType(diagnostic) : ""));
            }
        }

        return found;
    }

    private static IEnumerable<Dictionary<string, string>> Blocks(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? name = null;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.Length == 0)
            {
                if (fields.Count > 0)
                    yield return fields;
                (fields, name) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null);
            }
            else if (line[0] is ' ' or '\t')
            {
                if (name is not null && fields[name].Length < MaxValue)
                    fields[name] = Cut(fields[name] + " " + line.Trim());
            }
            else
            {
                int colon = line.IndexOf(':', StringComparison.Ordinal);
                name = colon > 0 && fields.TryAdd(line[..colon].Trim(), Cut(line[(colon + 1)..].Trim())) ? line[..colon].Trim() : null;
            }
        }

        if (fields.Count > 0)
            yield return fields;
    }

    private static string Cut(string value) => value.Length > MaxValue ? value[..MaxValue] : value;

    // RFC 3464 §2.3.1: rfc822;user@example.org, and some write brackets around it.
    private static string? Address(string value)
    {
        string address = AfterType(value).TrimStart('<').TrimEnd('>');
        return address.Contains('@', StringComparison.Ordinal) ? address : null;
    }

    private static string AfterType(string value) => value[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
}
