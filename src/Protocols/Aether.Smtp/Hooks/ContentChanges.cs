namespace Aether.Smtp.Hooks;

/// <summary>What hooks want changed of a message before it is stored.</summary>
internal sealed class ContentChanges
{
    /// <summary>Fields on top, each CRLF-ended, the last one added first.</summary>
    public List<string> OnTop { get; } = [];

    /// <summary>Fields behind the header's last, CRLF-ended.</summary>
    public List<string> AtEnd { get; } = [];

    /// <summary>The n-th field of a name (from 1) gets this value, or with null goes.</summary>
    public Dictionary<(string Name, int Index), string?> Fields { get; } = new(FieldNames.Instance);

    /// <summary>In place of the body; null: it stays.</summary>
    public MemoryStream? Body { get; set; }

    public List<string> NewRecipients { get; } = [];

    public HashSet<string> GoneRecipients { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The envelope's sender; null: it stays, empty: the null sender.</summary>
    public string? Sender { get; set; }

    /// <summary>It is kept in the queue until an operator has looked at it.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The octets that lie in the store have to change.</summary>
    public bool Rewrites => Fields.Count > 0 || AtEnd.Count > 0 || Body is not null;

    private sealed class FieldNames : IEqualityComparer<(string Name, int Index)>
    {
        public static FieldNames Instance { get; } = new();

        public bool Equals((string Name, int Index) one, (string Name, int Index) other) =>
            one.Index == other.Index && string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Name, int Index) field) => HashCode.Combine(field.Index, StringComparer.OrdinalIgnoreCase.GetHashCode(field.Name));
    }
}
