using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.Grants;

/// <summary>
/// Codes and refresh tokens: which grant, which turn of it, and a MAC over both under a key that does not lie in the database. What we never gave out
/// is told apart from what was given out before, and the store keeps none of them.
/// </summary>
internal sealed class GrantToken(Func<byte[]> key)
{
    /// <summary>Characters one may have.</summary>
    public const int MaxLength = 200;

    public const string Code = "c";
    public const string Refresh = "r";
    public const string Device = "d";

    private readonly Lazy<byte[]> secret = new(key);

    /// <summary>A random id of a grant or device.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public string Create(string kind, string id, long turn) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{id}.{turn}.{MacOf(kind, id, turn)}");

    /// <returns>False: we never gave it out.</returns>
    public bool TryRead(string kind, string text, out string id, out long turn)
    {
        (id, turn) = ("", 0);
        string[] parts = text.Length <= MaxLength ? text.Split('.') : [];
        if (parts.Length != 4 || parts[0] != kind || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out turn))
            return false;
        id = parts[1];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[3]), Encoding.UTF8.GetBytes(MacOf(kind, id, turn)));
    }

    private string MacOf(string kind, string id, long turn) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secret.Value, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}.{id}.{turn}"))));
}
