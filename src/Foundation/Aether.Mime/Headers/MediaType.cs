namespace Aether.Mime.Headers;

/// <summary>A Content-Type or Content-Disposition value taken apart: raw values, RFC 2231 pieces as they stand. RFC 2045 §5.1, RFC 2183.</summary>
public sealed class MediaType
{
    private MediaType(byte[] type, byte[] subtype, IReadOnlyList<MediaParameter> parameters)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
    }

    /// <summary>The part before the slash; of a disposition the whole word.</summary>
    public ReadOnlyMemory<byte> Type { get; }

    /// <summary>Empty when there is no slash.</summary>
    public ReadOnlyMemory<byte> Subtype { get; }

    public IReadOnlyList<MediaParameter> Parameters { get; }

    public bool IsType(ReadOnlySpan<byte> type) => System.Text.Ascii.EqualsIgnoreCase(Type.Span, type);

    public bool IsSubtype(ReadOnlySpan<byte> subtype) => System.Text.Ascii.EqualsIgnoreCase(Subtype.Span, subtype);

    /// <summary>The first parameter of that name, or empty.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        foreach (var parameter in Parameters)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(parameter.Name.Span, name))
                return parameter.Value.Span;
        }

        return default;
    }

    public static MediaType Parse(ReadOnlySpan<byte> value, int maxParameters)
    {
        var lexer = new HeaderLexer(value, HeaderLexer.ParameterSpecials);
        var kind = NextWord(ref lexer);
        var word = kind is HeaderTokenKind.Atom ? lexer.Text : default;
        int slash = word.IndexOf((byte)'/');
        byte[] type = (slash < 0 ? word : word[..slash]).ToArray();
        byte[] subtype = slash < 0 ? [] : word[(slash + 1)..].ToArray();

        var parameters = new List<MediaParameter>();
        while (kind is not HeaderTokenKind.End && parameters.Count < maxParameters)
        {
            lexer.Use(HeaderLexer.ParameterSpecials);
            if (kind is HeaderTokenKind.Special && lexer.Special is (byte)';')
                kind = ReadParameter(ref lexer, parameters);
            else
                kind = NextWord(ref lexer);
        }

        return new MediaType(type, subtype, parameters);
    }

    private static HeaderTokenKind ReadParameter(ref HeaderLexer lexer, List<MediaParameter> parameters)
    {
        var kind = NextWord(ref lexer);
        if (kind is not HeaderTokenKind.Atom)
            return kind;

        var name = lexer.Text;
        kind = NextWord(ref lexer);
        if (kind is not HeaderTokenKind.Special || lexer.Special is not (byte)'=')
            return kind;

        lexer.Use(HeaderLexer.ParameterValueSpecials);
        kind = NextWord(ref lexer);
        if (kind is HeaderTokenKind.Atom)
        {
            parameters.Add(new MediaParameter(name.ToArray(), lexer.Text.ToArray()));
        }
        else if (kind is HeaderTokenKind.Quoted)
        {
            byte[] text = new byte[lexer.Text.Length];
            parameters.Add(new MediaParameter(name.ToArray(), text.AsMemory(0, HeaderLexer.Unescape(lexer.Text, text))));
        }
        else
        {
            return kind;
        }

        return NextWord(ref lexer);
    }

    private static HeaderTokenKind NextWord(ref HeaderLexer lexer)
    {
        HeaderTokenKind kind;
        do
            kind = lexer.Next();
        while (kind is HeaderTokenKind.Comment);

        return kind;
    }
}
