//! What a phrase can be in a sentence, what a request can state, and what can be counted in it.

use serde::{Deserialize, Serialize};

/// The part of a phrase in the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A word without a meaning of its own.
    Stop,
    /// Begins a noun phrase.
    Article,
    /// Says what something is like, never what it is for.
    Modifier,
    /// A common word that needs no further reading.
    Filler,
    /// Leaves the word it is joined to as it is.
    Suffix,
    /// Ends the head of a noun phrase.
    Preposition,
    /// What follows is not meant.
    Negation,
    /// What stands beside it must not change.
    Exclusion,
    /// Says what comes before what.
    Order,
    /// The author is not sure.
    Hedge,
    /// What follows says what the thing is for.
    Purpose,
    /// What follows can say how the thing is as well as what it is for.
    Quality,
    /// What follows is a name.
    Naming,
    /// Behind a proper name, it belongs to it.
    NameTail,
    /// What follows is an account.
    Account,
    /// What follows is a repository.
    Repository,
    /// What follows is there already.
    Existing,
    /// Before a colon at the start: says nothing about the change.
    Prefix,
    /// In brackets at the start: says nothing about the change.
    Tag,
    /// Compares with a number.
    Comparator,
    /// What a number is an objective of.
    Objective,
    /// Joins two values to a range or a change.
    Range,
    /// What follows is the value before the change.
    Source,
    /// Stands before a version.
    Version,
    /// Stands before a port.
    Port,
    /// Makes a duration a retention.
    Retention,
    /// Makes a date a deadline.
    Deadline,
    /// Is a deadline.
    Due,
    /// Can be counted.
    Count,
    /// A currency.
    Currency,
    /// What money is paid for each.
    Per,
    /// The name of a plan or tier.
    Plan,
    /// An environment may follow.
    EnvironmentBefore,
    /// An environment may stand before it.
    EnvironmentAfter,
    /// The provider behind it is where the thing runs.
    Hosting,
    /// More than one provider is meant.
    ManyProviders,
    /// An area wider than a region.
    Area,
    /// A tool.
    Tool,
    /// A setting of a server: not a name.
    Parameter,
    /// A word of one provider that others use as well.
    Shared,
    /// Means nothing, though its words would.
    Blank,
    /// Joins two changes of one request.
    Split,
    /// A size beside it is memory.
    Memory,
    /// Right before another thing, it says what that thing is for.
    Describing,
    /// Begins a request that names several changes under one wish.
    Umbrella,
}

/// What can be counted in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Words.
    Words,
    /// Words of the title.
    TitleWords,
    /// Capabilities that were found.
    Capabilities,
    /// Services that were found.
    Services,
    /// Providers that were found.
    Providers,
    /// Strong verbs.
    Verbs,
    /// Environments.
    Environments,
    /// Items of the longest list.
    ListItems,
    /// Words that mean something for infrastructure.
    Hits,
    /// Sizes, types of machine and counts that change into others.
    Changes,
    /// Versions that change into others.
    Versions,
    /// Frameworks and control sets.
    Frameworks,
}

/// The kinds of facts that a request can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Names of resources, systems, teams.
    Names,
    /// Resource addresses: `s3://`, `arn:`, URLs.
    Uris,
    /// Sizes and plans.
    Sizes,
    /// How many.
    Counts,
    /// Regions and areas.
    Regions,
    /// Instance types.
    InstanceTypes,
    /// Versions.
    Versions,
    /// Thresholds and objectives.
    Thresholds,
    /// Durations.
    Durations,
    /// Shares.
    Percent,
    /// Address ranges and addresses.
    Cidrs,
    /// Ports.
    Ports,
    /// For how many days something is kept.
    RetentionDays,
    /// Money.
    Cost,
    /// Dates.
    Deadline,
    /// Domain names.
    Domains,
    /// Accounts, subscriptions, projects.
    Accounts,
    /// Tickets.
    Tickets,
    /// Repositories.
    Repos,
    /// Tools.
    Tools,
    /// Settings of servers.
    Parameters,
    /// Times of day.
    Times,
}
