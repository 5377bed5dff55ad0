using System.Text;
using CsCheck;

namespace Aether.Protocol.Tests;

/// <summary>Examples of a grammar with octets changed, left out, doubled, and pieces of others put in.</summary>
internal static class MutatedText
{
    private const int MaxEdits = 6;

    public static Gen<byte[]> Of(IReadOnlyList<string> examples, IReadOnlyList<string> pieces) =>
        Gen.Select(Gen.Int[0, examples.Count - 1], Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Int[0, pieces.Count - 1], Gen.Byte).Array[0, MaxEdits], (example, edits) =>
        {
            var text = Encoding.UTF8.GetBytes(examples[example]).ToList();
            foreach (var (kind, place, piece, octet) in edits)
            {
                int at = (int)(place * text.Count);
                int length = Math.Min(text.Count - at, 1 + (octet % 16));
                switch (kind)
                {
                    case 0 when at < text.Count:
                        text[at] = octet;
                        break;
                    case 1:
                        text.RemoveRange(at, length);
                        break;
                    case 2:
                        text.InsertRange(at, text.GetRange(at, length));
                        break;
                    case 3:
                        text.RemoveRange(at, text.Count - at);
                        break;
                    default:
                        text.InsertRange(at, Encoding.Latin1.GetBytes(pieces[piece]));
                        break;
                }
            }

            return text.ToArray();
        });
}
