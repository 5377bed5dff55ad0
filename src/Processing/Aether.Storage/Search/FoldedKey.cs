using Aether.Mime.Text;

namespace Aether.Storage.Search;

/// <summary>A key made ready: its strings folded as the texts are.</summary>
internal sealed class FoldedKey
{
    public FoldedKey(TextKey key)
    {
        Scope = key.Scope;
        Day = key.Day.DayNumber;
        Field = key.Scope is TextScope.Field ? UnicodeCasemap.Fold(key.Field + ": ") : [];
        Text = UnicodeCasemap.Fold(key.Text);
        Trigrams = [.. TrigramSet.Of(Field), .. TrigramSet.Of(Text)];
    }

    public TextScope Scope { get; }

    public bool IsText => Scope is TextScope.Field or TextScope.Body or TextScope.Anywhere;

    /// <summary>"NAME: " of the field looked in.</summary>
    public byte[] Field { get; }

    public byte[] Text { get; }

    public int Day { get; }

    /// <summary>A message that matches has all of these.</summary>
    public uint[] Trigrams { get; }

    /// <summary>Whether a message sent on that day matches; one without a date was sent on no day.</summary>
    /// <param name="day">Day number, 0 for none.</param>
    public bool MatchesDay(int day) => day > 0 && Scope switch
    {
        TextScope.SentBefore => day < Day,
        TextScope.SentOn => day == Day,
        _ => day >= Day,
    };
}
