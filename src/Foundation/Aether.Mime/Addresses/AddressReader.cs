using System.Buffers;
using Aether.Mime.Headers;

namespace Aether.Mime.Addresses;

/// <summary>
/// Reads an address list step by step: tolerant, linear, without recursion. The values are raw octets, encoded words and all,
/// valid until the next step. RFC 5322 §3.4, RFC 3501 §7.4.2.
/// </summary>
public ref struct AddressReader
{
    private readonly byte[] scratch;
    private HeaderLexer lexer;
    private ReadOnlySpan<byte> comment;
    private int tokensLeft;
    private int used;
    private bool held;
    private bool sawAngle;
    private bool groupEndPending;
    private Range name;
    private Range route;
    private Range local;
    private Range domain;

    /// <param name="value">The field's value, folded or not.</param>
    /// <param name="maxTokens">Tokens looked at; the list is taken to end there.</param>
    public AddressReader(ReadOnlySpan<byte> value, int maxTokens)
    {
        // Words with the spaces between them, or the hops of a route, twice the value at most; a route is copied once.
        scratch = ArrayPool<byte>.Shared.Rent((value.Length * 4) + 16);
        lexer = new HeaderLexer(value, HeaderLexer.AddressSpecials);
        tokensLeft = maxTokens;
    }

    public AddressKind Kind { get; private set; }

    /// <summary>The display name, else the last comment; of a group its name. Empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Name => scratch.AsSpan(name);

    /// <summary>The obsolete source route, RFC 5322 §4.4.</summary>
    public readonly ReadOnlySpan<byte> Route => scratch.AsSpan(route);

    public readonly ReadOnlySpan<byte> Local => scratch.AsSpan(local);

    public readonly ReadOnlySpan<byte> Domain => scratch.AsSpan(domain);

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(scratch);

    public bool TryRead()
    {
        Reset();
        if (groupEndPending)
        {
            groupEndPending = false;
            Kind = AddressKind.GroupEnd;
            return true;
        }

        while (TryNext(out var kind))
        {
            if (kind is HeaderTokenKind.Comment)
                comment = lexer.Text;
            else if (kind is not HeaderTokenKind.Special)
                AddWord();
            else if (AtSpecial(lexer.Special))
                return true;
        }

        return Finish();
    }

    private bool TryNext(out HeaderTokenKind kind)
    {
        if (held)
        {
            held = false;
            kind = HeaderTokenKind.Special;
            return true;
        }

        kind = tokensLeft-- > 0 ? lexer.Next() : HeaderTokenKind.End;
        return kind is not HeaderTokenKind.End;
    }

    /// <summary>True when the separator completes a step.</summary>
    private bool AtSpecial(byte special)
    {
        switch (special)
        {
            case (byte)',':
                if (Finish())
                    return true;
                Reset();
                return false;
            case (byte)';':
                groupEndPending = Finish();
                if (!groupEndPending)
                    Kind = AddressKind.GroupEnd;
                return true;
            case (byte)':':
                Kind = AddressKind.GroupStart;
                return true;
            case (byte)'<':
                ReadAngle();
                return false;
            case (byte)'@' when IsEmpty(local):
                (local, name) = (name, default);
                ReadDomain();
                return false;
            default:
                return false;
        }
    }

    private void ReadAngle()
    {
        sawAngle = true;
        local = domain = used..used;
        bool inDomain = false;
        while (TryNext(out var kind))
        {
            if (kind is HeaderTokenKind.Comment)
                continue;
            if (kind is not HeaderTokenKind.Special)
            {
                if (inDomain)
                    domain = Glue(domain, kind);
                else
                    local = Glue(local, kind);
                continue;
            }

            if (lexer.Special is (byte)'>')
                return;
            if (lexer.Special is (byte)',' && inDomain && !IsEmpty(local))
            {
                // The bracket was never closed.
                held = true;
                return;
            }

            if (lexer.Special is (byte)'@')
            {
                domain = inDomain && IsEmpty(local) && !IsEmpty(domain) ? Append(domain, ",@"u8) : used..used;
                inDomain = true;
            }
            else if (lexer.Special is (byte)':' && inDomain)
            {
                // All before the colon was a route; RFC 5322 §4.4 tells readers to accept and ignore it.
                route = Copy(domain);
                local = domain = used..used;
                inDomain = false;
            }
        }
    }

    private void ReadDomain()
    {
        domain = used..used;
        if (!TryNext(out var kind))
            return;
        if (kind is HeaderTokenKind.Special)
            held = true;
        else if (kind is HeaderTokenKind.Comment)
            comment = lexer.Text;
        else
            domain = Glue(domain, kind);
    }

    private bool Finish()
    {
        Kind = AddressKind.Mailbox;
        if (IsEmpty(local) && IsEmpty(domain))
        {
            if (IsEmpty(name))
                return false;

            // A lone word is a local part without a domain: "To: root".
            (local, name) = (name, default);
        }

        if (IsEmpty(name))
            name = Append(used..used, comment);
        return true;
    }

    private void Reset()
    {
        used = 0;
        sawAngle = false;
        comment = default;
        name = route = local = domain = default;
    }

    private static bool IsEmpty(Range range) => range.Start.Equals(range.End);

    private void AddWord()
    {
        if (!sawAngle)
            name = Append(IsEmpty(name) ? used..used : Append(name, " "u8), lexer.Text);
    }

    private Range Glue(Range range, HeaderTokenKind kind) => kind is HeaderTokenKind.Literal
        ? Append(Append(Append(range, "["u8), lexer.Text), "]"u8)
        : Append(range, lexer.Text);

    private Range Copy(Range source)
    {
        int start = used;
        scratch[used++] = (byte)'@';
        var (from, length) = source.GetOffsetAndLength(scratch.Length);
        scratch.AsSpan(from, length).CopyTo(scratch.AsSpan(used));
        used += length;
        return start..used;
    }

    /// <summary>Lengthens the range that was written last.</summary>
    private Range Append(Range range, scoped ReadOnlySpan<byte> raw)
    {
        used += HeaderLexer.Unescape(raw, scratch.AsSpan(used));
        return range.Start..used;
    }
}
