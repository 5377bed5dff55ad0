using System.Buffers;

namespace Aether.Protocol.Imap;

/// <summary>
/// A LIST pattern: the star matches anything, the percent sign anything but the separator. All positions advance together in
/// bit sets, so no pattern is slow. RFC 3501 §6.3.8.
/// </summary>
public sealed class ListPattern
{
    private readonly char separator;
    private readonly int literals;
    private readonly int words;
    private readonly Dictionary<char, ulong[]> accepts = [];
    private readonly ulong[] anything;
    private readonly ulong[] anythingInLevel;
    private readonly ulong[] nothing;

    public ListPattern(string pattern, char separator)
    {
        this.separator = separator;
        foreach (char character in pattern)
            literals += character is '*' or '%' ? 0 : 1;
        words = (literals / 64) + 1;
        anything = new ulong[words];
        anythingInLevel = new ulong[words];
        nothing = new ulong[words];

        int state = 0;
        foreach (char character in pattern)
        {
            if (character is '*')
                Set(anything, state);
            if (character is '*' or '%')
                Set(anythingInLevel, state);
            else
                Set(MaskOf(character), state++);
        }
    }

    public bool Matches(ReadOnlySpan<char> name)
    {
        ulong[] states = ArrayPool<ulong>.Shared.Rent(words);
        states.AsSpan(0, words).Clear();
        states[0] = 1;
        foreach (char character in name)
        {
            var steps = accepts.GetValueOrDefault(character, nothing);
            var stays = character == separator ? anything : anythingInLevel;
            ulong carry = 0;
            for (int i = 0; i < words; i++)
            {
                ulong moved = states[i] & steps[i];
                states[i] = (moved << 1) | carry | (states[i] & stays[i]);
                carry = moved >> 63;
            }
        }

        bool matched = (states[literals / 64] >> (literals % 64) & 1) is 1;
        ArrayPool<ulong>.Shared.Return(states);
        return matched;
    }

    private ulong[] MaskOf(char character) => accepts.TryGetValue(character, out ulong[]? mask) ? mask : accepts[character] = new ulong[words];

    private static void Set(ulong[] mask, int state) => mask[state / 64] |= 1UL << (state % 64);
}
