using System.Security.Cryptography;
using System.Text;
using Aether.Mime.Headers;

namespace Aether.Migration.Remote;

/// <summary>Tells two views of one message from two messages: by the fields that no server changes. Others may differ (Status, X-UIDL).</summary>
internal static class HeaderPrint
{
    private static readonly byte[][] Fields = [.. "Message-ID Date From To Subject".Split(' ').Select(Encoding.ASCII.GetBytes)];

    public static string Of(ReadOnlySpan<byte> header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new HeaderFieldReader(header);
        while (reader.TryRead(out var field))
        {
            for (byte number = 0; number < Fields.Length; number++)
            {
                if (!Ascii.EqualsIgnoreCase(field.Name, Fields[number]))
                    continue;
                hash.AppendData([number]);
                foreach (var line in field.Whole.Split("\n"u8))
                    hash.AppendData(field.Whole[line].Trim(" \t\r"u8)); // folded alike or not
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
