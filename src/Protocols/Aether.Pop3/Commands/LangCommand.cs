using System.Text;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands;

/// <summary>LANG: the language of texts for people; there is one. RFC 6856 §3.</summary>
internal sealed class LangCommand : IPop3Command
{
    private static readonly string[] English = ["*", "en", "i-default"];

    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        string asked = Encoding.ASCII.GetString(argument.Span.Trim((byte)' '));
        if (asked.Length is 0)
        {
            session.Responses.Begin("Languages follow");
            session.Responses.Line("en English");
            return ValueTask.FromResult(session.Responses.End());
        }

        return ValueTask.FromResult(English.Contains(asked, StringComparer.OrdinalIgnoreCase)
            ? Pop3Reply.Ok("en English it is.")
            : Pop3Reply.Error("That language is not spoken here."));
    }
}
