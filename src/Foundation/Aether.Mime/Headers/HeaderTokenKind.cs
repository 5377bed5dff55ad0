namespace Aether.Mime.Headers;

/// <summary>The kinds of token in a structured header field. RFC 5322 §3.2.</summary>
internal enum HeaderTokenKind
{
    End,
    Atom,
    Quoted,
    Comment,
    Literal,
    Special,
}
