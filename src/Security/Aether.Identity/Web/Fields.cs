using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Aether.Identity.Web;

/// <summary>The fields of a query or a form, each once. RFC 6749 §3.1: one that comes twice makes the request invalid.</summary>
internal sealed class Fields
{
    private const int MaxFields = 40;
    private const int MaxName = 100;
    private const int MaxValue = 8 << 10; // an access token

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private Fields(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value.Count != 1 || name.Length > MaxName || value[0] is not { Length: <= MaxValue } text || values.Count >= MaxFields || text.Contains('\0', StringComparison.Ordinal))
                IsBroken = true;
            else
                values[name] = text;
        }
    }

    /// <summary>One came twice, or is too big.</summary>
    public bool IsBroken { get; }

    /// <summary>Empty where there is none: RFC 6749 §3.1 takes both alike.</summary>
    public string this[string name] => values.TryGetValue(name, out string? value) ? value : "";

    public static Fields OfQuery(HttpRequest request) => new(request.Query);

    public static Fields OfQuery(string query) => new(QueryHelpers.ParseQuery(query));

    /// <returns>Broken where it is no form.</returns>
    public static async Task<Fields> OfFormAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
            return new Fields([new("", new StringValues(["", ""]))]);
        try
        {
            return new Fields(await request.ReadFormAsync(ct));
        }
        catch (InvalidDataException)
        {
            return new Fields([new("", new StringValues(["", ""]))]); // more, or longer, than the framework takes
        }
    }
}
