namespace Aether.Storage.Search;

/// <summary>Those of a message's kept fields whose words are indexed: the subject and addresses.</summary>
internal ref struct WordFields(ReadOnlySpan<byte> fields)
{
    private ReadOnlySpan<byte> rest = fields;

    public readonly WordFields GetEnumerator() => this;

    public WordField Current { get; private set; }

    public static WordFields Of(ReadOnlySpan<byte> fields) => new(fields);

    public bool MoveNext()
    {
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.StartsWith("SUBJECT: "u8))
                Current = new WordField(WordScope.Subject, line["SUBJECT: ".Length..]);
            else if (line.StartsWith("FROM: "u8) || line.StartsWith("TO: "u8) || line.StartsWith("CC: "u8) || line.StartsWith("BCC: "u8))
                Current = new WordField(WordScope.Addresses, line[(line.IndexOf((byte)' ') + 1)..]);
            else
                continue;
            return true;
        }
        return false;
    }
}

/// <summary>A field's value and where its words are looked for.</summary>
internal readonly ref struct WordField(WordScope scope, ReadOnlySpan<byte> value)
{
    public WordScope Scope { get; } = scope;

    public ReadOnlySpan<byte> Value { get; } = value;

    public void Deconstruct(out WordScope scope, out ReadOnlySpan<byte> value)
    {
        scope = Scope;
        value = Value;
    }
}
