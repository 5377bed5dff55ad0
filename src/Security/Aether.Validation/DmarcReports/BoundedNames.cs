using System.Xml;

namespace Aether.Validation.DmarcReports;

/// <summary>The names of an XML document, so many and no more: a reader of XML keeps each for as long as it reads.</summary>
internal sealed class BoundedNames(int most) : NameTable
{
    private int added;

    public override string Add(string key) => Get(key) ?? Count(base.Add(key));

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

    /// <exception cref="InvalidDataException">There are too many.</exception>
    private string Count(string name) => ++added <= most ? name : throw new InvalidDataException("it has too many different names");
}
