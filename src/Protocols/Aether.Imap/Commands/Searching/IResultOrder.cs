namespace Aether.Imap.Commands.Searching;

/// <summary>The order of a result that is kept up to date: that of SORT.</summary>
internal interface IResultOrder
{
    /// <summary>A change of a message may move it.</summary>
    bool FollowsChanges { get; }

    /// <summary>Where a message belongs among those of a result.</summary>
    /// <param name="index">Its place in the view.</param>
    /// <param name="others">Places in the view of the messages of the result, in its order; a negative one is gone.</param>
    ValueTask<int> PlaceAsync(int index, IReadOnlyList<int> others, CancellationToken ct);
}
