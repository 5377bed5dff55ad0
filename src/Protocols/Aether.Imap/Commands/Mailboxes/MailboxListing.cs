using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>Chooses the names of a LIST and their attributes. RFC 5258 §3, §4.</summary>
internal sealed class MailboxListing
{
    private readonly ListArguments arguments;
    private readonly SortedDictionary<string, Mailbox?> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> subscribed;
    private readonly HashSet<string> parents = new(StringComparer.Ordinal);
    private readonly HashSet<string> parentsOfChosen = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly List<Predicate<string>> matchers;

    public MailboxListing(ListArguments arguments, IReadOnlyList<Mailbox> mailboxes, IReadOnlyList<string> subscriptions)
    {
        this.arguments = arguments;
        subscribed = new(subscriptions, StringComparer.Ordinal);
        foreach (var mailbox in mailboxes)
        {
            Add(mailbox.Path, mailbox);
            AddParents(parents, mailbox.Path);
        }

        if (arguments.Selection.HasFlag(ListSelection.Subscribed))
            AddSubscribed(subscriptions);
        matchers = arguments.Patterns.Select(pattern => ListedName.Matcher(arguments.Reference, pattern)).ToList();

        // RFC 5258 §3.5: of children that are listed themselves, their parents say nothing.
        foreach (string path in order.Where(path => IsSelected(path) && !matchers.Exists(matches => matches(path))))
            AddParents(parentsOfChosen, path);
        if (IsRecursive)
            parentsOfChosen.Order(StringComparer.Ordinal).ToList().ForEach(path => Add(path, null));
    }

    private bool IsRecursive => arguments.Selection.HasFlag(ListSelection.RecursiveMatch);

    public IEnumerable<ListedLine> Lines()
    {
        foreach (string path in order)
        {
            bool isChosen = IsSelected(path);
            bool hasChosenChild = IsRecursive && parentsOfChosen.Contains(path);
            if ((isChosen || hasChosenChild) && matchers.Exists(matches => matches(path)))
                yield return new ListedLine(path, names[path], AttributesOf(path), hasChosenChild ? ChildInfo : string.Empty);
        }
    }

    /// <summary>RFC 5258 §4: which options the children would have been selected by.</summary>
    private string ChildInfo => " (\"CHILDINFO\" (" + string.Join(' ', Selecting().Select(static option => $"\"{option}\"")) + "))";

    private IEnumerable<string> Selecting()
    {
        if (arguments.Selection.HasFlag(ListSelection.Subscribed))
            yield return "SUBSCRIBED";
        if (arguments.Selection.HasFlag(ListSelection.SpecialUse))
            yield return "SPECIAL-USE";
    }

    private bool IsSelected(string path) =>
        (!arguments.Selection.HasFlag(ListSelection.Subscribed) || subscribed.Contains(path))
        && (!arguments.Selection.HasFlag(ListSelection.SpecialUse) || names[path] is { Use: not (SpecialUse.None or SpecialUse.Inbox) })
        && (names[path] is not null || subscribed.Contains(path));

    private string AttributesOf(string path)
    {
        bool hasChildren = parents.Contains(path);
        string attributes = names[path] is { } mailbox
            ? ListedName.AttributesOf(mailbox, hasChildren)
            : "\\NonExistent " + (hasChildren ? "\\HasChildren" : "\\HasNoChildren");
        bool tellsSubscribed = arguments.Selection.HasFlag(ListSelection.Subscribed) || arguments.Return.HasFlag(ListReturn.Subscribed);
        return tellsSubscribed && subscribed.Contains(path) ? attributes + " \\Subscribed" : attributes;
    }

    /// <summary>Subscribed names that are no mailboxes any more. RFC 5258 §3.1.</summary>
    private void AddSubscribed(IReadOnlyList<string> subscriptions)
    {
        foreach (string name in subscriptions)
            Add(name, null);
    }

    private void Add(string path, Mailbox? mailbox)
    {
        if (names.TryAdd(path, mailbox))
            order.Add(path);
    }

    private static void AddParents(HashSet<string> found, string path)
    {
        for (int level = path.LastIndexOf(Mailbox.Separator); level > 0; level = path.LastIndexOf(Mailbox.Separator, level - 1))
            found.Add(path[..level]);
    }
}
