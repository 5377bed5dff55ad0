using System.Net;
using System.Text.Json;
using Aether.Dns.Resolving;

namespace Aether.Validation.Tests.Spf;

/// <summary>The openspf suite for RFC 7208; its source and licence stand beside it.</summary>
internal static class SpfVectors
{
    private static readonly Lazy<JsonElement[]> Suites = new(() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors/spf/rfc7208-tests.json"))).RootElement.EnumerateArray()]);

    public static IEnumerable<(string Name, JsonElement Test, JsonElement Zone)> All =>
        from suite in Suites.Value
        from test in suite.GetProperty("tests").EnumerateObject()
        select ($"{suite.GetProperty("description").GetString()}/{test.Name}", test.Value, suite.GetProperty("zonedata"));

    /// <summary>The zone as the suite means it: SPF records stand for TXT ones, unless the name says what its TXT records are.</summary>
    public static TableResolver Resolver(JsonElement zone)
    {
        var table = new TableResolver();
        foreach (var name in zone.EnumerateObject())
        {
            table.Exists(name.Name);
            var entries = name.Value.EnumerateArray().ToList();
            bool hasText = entries.Any(entry => entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty("TXT", out _));
            foreach (var entry in entries)
            {
                if (entry.ValueKind is JsonValueKind.Object)
                    Add(table, name.Name, entry.EnumerateObject().Single(), hasText);
                else
                    TimeOut(table, name.Name, entries);
            }
        }

        return table;
    }

    private static void Add(TableResolver table, string name, JsonProperty record, bool hasText)
    {
        switch (record.Name)
        {
            case "SPF" when !hasText:
            case "TXT" when !(record.Value.ValueKind is JsonValueKind.String && record.Value.GetString() == "NONE"):
                table.Text(name, record.Value.ValueKind is JsonValueKind.Array ? string.Concat(record.Value.EnumerateArray().Select(part => part.GetString())) : record.Value.ToString());
                break;
            case "A" or "AAAA":
                table.Address(name, record.Value.GetString()!);
                break;
            case "MX":
                table.Mx(name, record.Value[0].GetInt32(), record.Value[1].GetString()!.TrimEnd('.'));
                break;
            case "PTR":
                table.PointerAt(name, record.Value.GetString()!.TrimEnd('.'));
                break;
            case "CNAME":
                table.Alias(name, record.Value.GetString()!.TrimEnd('.'));
                break;
        }
    }

    /// <summary>Every type that is not given times out.</summary>
    private static void TimeOut(TableResolver table, string name, List<JsonElement> entries)
    {
        bool Given(string type) => entries.Any(entry => entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty(type, out var value) && value.ToString() != "NONE");
        if (!Given("TXT"))
            table.Fails<string>(name);
        if (!Given("A") && !Given("AAAA"))
            table.Fails<IPAddress>(name);
        if (!Given("MX"))
            table.Fails<MxRecord>(name);
    }
}
