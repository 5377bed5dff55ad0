namespace Aether.Validation.Spf;

/// <summary>A piece of plain text, or one macro. RFC 7208 §7.1.</summary>
/// <param name="Letter">NUL for plain text.</param>
/// <param name="Keep">Parts kept from the right.</param>
/// <param name="Reverse">The parts are turned round first.</param>
/// <param name="Delimiters">What parts are split at.</param>
internal sealed record SpfMacroPart(string Literal, char Letter, int Keep, bool Reverse, string Delimiters)
{
    public static SpfMacroPart Of(string literal) => new(literal, '\0', 0, false, "");
}
