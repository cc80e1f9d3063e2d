// Written by `make contract` from onedoor/realtime; change it there.
// @ts-check

export const EVENTS = Object.freeze(/** @type {const} */ ({
  TICKET_CALLED: "ticket_called",
  TICKET_RECALLED: "ticket_recalled",
  BOARD_CHANGED: "board_changed",
  DESK_CHANGED: "desk_changed",
  QUEUE_MOVED: "queue_moved",
  TICKET_CHANGED: "ticket_changed",
  SERVICES_CHANGED: "services_changed",
  PRINT_JOB_CHANGED: "print_job_changed",
  STATISTICS_CHANGED: "statistics_changed",
  VERSION_ANNOUNCED: "version_announced",
  SNAPSHOT_NEEDED: "snapshot_needed",
}));

/** @typedef {"ready" | "out_of_paper" | "offline" | "unreachable" | "unknown"} PrinterState */
/** @typedef {"open" | "on_break" | "closed"} CounterState */
/** @typedef {"queued" | "sending" | "sent" | "uncertain" | "failed" | "expired"} PrintJobState */
/** @typedef {"waiting" | "called" | "serving" | "on_hold" | "no_show" | "finished" | "cancelled" | "transferred" | "expired"} TurnState */
/** @typedef {"kiosk" | "display"} ScreenKind */
/** @typedef {"enrolled" | "accepted" | "late" | "missed" | "revoked" | "not_enrolled"} DeviceState */
/** @typedef {"clerk" | "head" | "administrator"} StaffRole */

/**
 * What a hall shows: the newest call, up to five earlier ones, and the foot line.
 * @typedef {object} Board
 * @property {CentreFacts} centre
 * @property {string} service_day
 * @property {string} hall
 * @property {Call | null} current
 * @property {Array<Call>} earlier
 * @property {Array<FeeLine>} fees
 */

/**
 * Level, to a hall: the whole board.
 * @typedef {object} BoardChanged
 * @property {number} version
 * @property {Board} board
 */

/**
 * One call as the hall shows it: number and counter, nothing else about the person.
 * @typedef {object} Call
 * @property {number} call_id
 * @property {string} number
 * @property {number} counter
 * @property {string} called_at
 */

/**
 * A group of services on the kiosk's first page.
 * @typedef {object} Category
 * @property {string} code
 * @property {string} name_lo
 * @property {string} name_en
 * @property {string} icon
 * @property {string} colour
 */

/**
 * The building: its names, the distance of its clock from UTC in minutes, and the address of its logo.
 * @typedef {object} CentreFacts
 * @property {string} code
 * @property {string} name_lo
 * @property {string} name_en
 * @property {number} utc_offset_minutes
 * @property {Array<string>} opening_hours
 * @property {string | null} logo
 */

/**
 * One counter in the list that a clerk chooses from.
 * @typedef {object} CounterChoice
 * @property {number} counter
 * @property {"open" | "on_break" | "closed"} state
 * @property {string | null} clerk
 * @property {string | null} opened_at
 * @property {Array<string>} categories_lo
 * @property {Array<string>} categories_en
 * @property {number} people_waiting
 * @property {boolean} is_yours
 * @property {boolean} was_yours
 */

/**
 * One counter on the manager's page, and who it has at hand since when.
 * @typedef {object} CounterLoad
 * @property {number} counter
 * @property {"open" | "on_break" | "closed"} state
 * @property {string | null} clerk
 * @property {string | null} number
 * @property {"waiting" | "called" | "serving" | "on_hold" | "no_show" | "finished" | "cancelled" | "transferred" | "expired" | null} turn_status
 * @property {string | null} since
 */

/**
 * Everything that one counter's page shows; `golden` and `actions` name what may be done now.
 * @typedef {object} Desk
 * @property {CentreFacts} centre
 * @property {number} counter
 * @property {"open" | "on_break" | "closed"} state
 * @property {string | null} clerk
 * @property {boolean} clerk_is_you
 * @property {"ready" | "out_of_paper" | "offline" | "unreachable" | "unknown" | null} printer
 * @property {TurnAtDesk | null} turn
 * @property {string} golden
 * @property {Array<string>} actions
 * @property {Array<TurnAtDesk>} waiting
 * @property {Array<TurnAtDesk>} on_hold
 * @property {Array<TurnAtDesk>} absent
 * @property {Array<ServiceAtDesk>} services
 * @property {DeskFigures} figures
 */

/**
 * Level, to one counter's page: the whole desk.
 * @typedef {object} DeskChanged
 * @property {number} version
 * @property {Desk} desk
 */

/**
 * The clerk's own day: people served, mean service time, share of waits within the target (0 to 1).
 * @typedef {object} DeskFigures
 * @property {number} served
 * @property {number | null} average_service_seconds
 * @property {number | null} within_target
 */

/**
 * One kiosk or display in the administrator's list.
 * @typedef {object} DeviceLine
 * @property {number} device
 * @property {string} name
 * @property {"kiosk" | "display"} kind
 * @property {string} hall
 * @property {string | null} printer
 * @property {"enrolled" | "accepted" | "late" | "missed" | "revoked" | "not_enrolled"} state
 * @property {string | null} enrolled_at
 * @property {string | null} revoked_at
 */

/**
 * The administrator's page of devices.
 * @typedef {object} DeviceList
 * @property {Array<DeviceLine>} devices
 * @property {Array<HallChoice>} halls
 */

/**
 * A paper that the citizen must bring.
 * @typedef {object} Document
 * @property {string} name_lo
 * @property {string} name_en
 * @property {string} icon
 */

/**
 * A waiting time as a range in whole minutes, rounded to five.
 * @typedef {object} Estimate
 * @property {number} low_minutes
 * @property {number} high_minutes
 */

/**
 * One line at the foot of the hall screen: what a service costs (kip) and how long it takes (working days).
 * @typedef {object} FeeLine
 * @property {string} name_lo
 * @property {string} name_en
 * @property {number} fee_kip
 * @property {number} processing_days
 */

/**
 * One hall in which a device may stand.
 * @typedef {object} HallChoice
 * @property {string} code
 * @property {string} name_lo
 * @property {string} name_en
 */

/**
 * The answer to a kiosk: the ticket just issued. `paper_expected` is false when the printer is known to fail.
 * @typedef {object} IssuedTicket
 * @property {string} number
 * @property {string} token
 * @property {string} service
 * @property {string} issued_at
 * @property {number} people_ahead
 * @property {Estimate | null} estimate
 * @property {number | null} print_job
 * @property {boolean} paper_expected
 * @property {string | null} follow_url
 */

/**
 * Everything that a kiosk's pages are drawn from.
 * @typedef {object} KioskBoard
 * @property {CentreFacts} centre
 * @property {Array<Category>} categories
 * @property {Array<KioskService>} services
 * @property {"ready" | "out_of_paper" | "offline" | "unreachable" | "unknown" | null} printer
 * @property {boolean} issuing
 */

/**
 * One service as the kiosk offers it. Fee in kip; processing time in working days (0 = the same day).
 * @typedef {object} KioskService
 * @property {string} code
 * @property {string} category
 * @property {string} name_lo
 * @property {string} name_en
 * @property {string} icon
 * @property {number} fee_kip
 * @property {number} processing_days
 * @property {Array<Document>} documents
 * @property {number} people_waiting
 * @property {boolean} is_open
 * @property {string | null} next_opening
 */

/**
 * The manager's live page: the whole day of one centre at a glance. Waits run from waiting to the first call.
 * @typedef {object} LivePage
 * @property {CentreFacts} centre
 * @property {string} service_day
 * @property {number} tickets
 * @property {number} waiting
 * @property {number | null} longest_wait_seconds
 * @property {string | null} longest_wait_number
 * @property {number} waits_counted
 * @property {number | null} average_wait_seconds
 * @property {number | null} median_wait_seconds
 * @property {number | null} p90_wait_seconds
 * @property {number | null} within_target
 * @property {number} served
 * @property {number} no_shows
 * @property {number} counters_open
 * @property {Array<ServiceLoad>} services
 * @property {Array<CounterLoad>} counters
 * @property {Array<WaitSlot>} slots
 * @property {Array<PrinterLoad>} printers
 * @property {boolean} clock_trusted
 * @property {string | null} suspect_time
 */

/**
 * Level, to the kiosk that issued the ticket: what became of its paper.
 * @typedef {object} PrintJobChanged
 * @property {number} version
 * @property {number} print_job
 * @property {"queued" | "sending" | "sent" | "uncertain" | "failed" | "expired"} state
 * @property {string | null} reason
 */

/**
 * One print job in the administrator's list; `picture` is the address of what a printer without hardware drew.
 * @typedef {object} PrintJobLine
 * @property {number} print_job
 * @property {string} printer
 * @property {string | null} number
 * @property {"queued" | "sending" | "sent" | "uncertain" | "failed" | "expired"} state
 * @property {string | null} reason
 * @property {string} created_at
 * @property {string | null} picture
 * @property {boolean} is_copy
 */

/**
 * One printer, its state, and its jobs that need a person.
 * @typedef {object} PrinterLoad
 * @property {string} code
 * @property {string} name
 * @property {"ready" | "out_of_paper" | "offline" | "unreachable" | "unknown"} state
 * @property {string | null} state_at
 * @property {number} queued
 * @property {number} uncertain
 * @property {number} printed
 */

/**
 * Whoever has at least `at` people ahead gets `by` more; moves apply one after the other.
 * @typedef {object} QueueMove
 * @property {number} at
 * @property {number} by
 */

/**
 * Level, to the phones of one service's queue: how places moved, from which each page computes its own.
 * @typedef {object} QueueMoved
 * @property {number} version
 * @property {string} service
 * @property {number} since
 * @property {number} until
 * @property {Array<QueueMove>} moves
 * @property {number | null} seconds_per_person
 * @property {string | null} now_calling
 * @property {number | null} now_calling_counter
 */

/**
 * A service as a clerk sees it: names, icon, colour, and its two targets in minutes.
 * @typedef {object} ServiceAtDesk
 * @property {string} code
 * @property {string} name_lo
 * @property {string} name_en
 * @property {string} icon
 * @property {string} colour
 * @property {number} target_wait_minutes
 * @property {number} target_service_minutes
 * @property {number} people_waiting
 * @property {boolean} served_here
 * @property {boolean} is_served
 */

/**
 * One service on the manager's page: people waiting now, the longest wait, the share within target (0 to 1).
 * @typedef {object} ServiceLoad
 * @property {string} code
 * @property {string} name_lo
 * @property {string} name_en
 * @property {string} icon
 * @property {string} colour
 * @property {number} waiting
 * @property {number | null} longest_wait_seconds
 * @property {number} issued
 * @property {number | null} within_target
 * @property {number} target_wait_minutes
 */

/**
 * Level, to kiosks: the kiosk's whole board (people waiting, open or closed, printer).
 * @typedef {object} ServicesChanged
 * @property {number} version
 * @property {KioskBoard} kiosk
 */

/**
 * Edge, to the phones of a centre: something happened that moves do not tell, so that each asks for a snapshot.
 * @typedef {object} SnapshotNeeded
 * @property {number} version
 */

/**
 * One member of staff in the administrator's list.
 * @typedef {object} StaffLine
 * @property {number} person
 * @property {string} sign_in_name
 * @property {string} display_name
 * @property {"clerk" | "head" | "administrator"} role
 * @property {Array<string>} sessions
 * @property {string | null} locked_until
 */

/**
 * The administrator's page of the people; `you` is who asks.
 * @typedef {object} StaffList
 * @property {Array<StaffLine>} people
 * @property {number} you
 */

/**
 * Level, to managers, at most once in 2 seconds: the live page.
 * @typedef {object} StatisticsChanged
 * @property {number} version
 * @property {LivePage} live
 */

/**
 * The one message from a screen to the server: which screen it is. Who it is comes from its cookie or token.
 * @typedef {object} Subscribe
 * @property {"kiosk" | "display" | "counter" | "management" | "phone"} screen
 * @property {number | null} counter
 * @property {string | null} token
 */

/**
 * The acknowledgement of `subscribe`: a snapshot and the version that it shows.
 * @typedef {object} Subscribed
 * @property {number} version
 * @property {string} build
 * @property {string} now
 * @property {number} clock_speed
 * @property {KioskBoard | Board | Desk | LivePage | TicketPage} snapshot
 */

/**
 * Edge, to a hall: chime, voice and flash for one call. `tokens` is the announcement to be spoken.
 * @typedef {object} TicketCalled
 * @property {number} version
 * @property {number} call_id
 * @property {string} number
 * @property {number} counter
 * @property {Record<string, Array<string>>} tokens
 */

/**
 * Level, to the phones that follow one ticket: its whole page, sent when its own state changes.
 * @typedef {object} TicketChanged
 * @property {number} version
 * @property {TicketPage} ticket
 */

/**
 * What a citizen's phone shows of one ticket.
 * @typedef {object} TicketPage
 * @property {CentreFacts} centre
 * @property {string} number
 * @property {"waiting" | "called" | "serving" | "on_hold" | "no_show" | "finished" | "cancelled" | "transferred" | "expired"} status
 * @property {string} service
 * @property {string} service_lo
 * @property {string} service_en
 * @property {string} issued_at
 * @property {number | null} people_ahead
 * @property {Estimate | null} estimate
 * @property {number | null} counter
 * @property {string | null} called_at
 * @property {number} call_count
 * @property {Call | null} now_calling
 */

/**
 * Edge, to a hall: the same number is called once more.
 * @typedef {object} TicketRecalled
 * @property {number} version
 * @property {number} call_id
 * @property {string} number
 * @property {number} counter
 * @property {Record<string, Array<string>>} tokens
 */

/**
 * The turn that a counter has at hand, or that waits or rests in its lists.
 * @typedef {object} TurnAtDesk
 * @property {number} turn
 * @property {string} number
 * @property {"waiting" | "called" | "serving" | "on_hold" | "no_show" | "finished" | "cancelled" | "transferred" | "expired"} status
 * @property {string} service
 * @property {string} waiting_since
 * @property {boolean} is_return
 * @property {string | null} first_called_at
 * @property {string | null} called_at
 * @property {string | null} started_at
 * @property {number} call_count
 * @property {string | null} language
 */

/**
 * Every 2 seconds to every screen: one that is behind asks for a snapshot, one of another build reloads.
 * @typedef {object} VersionAnnounced
 * @property {number} version
 * @property {string} build
 */

/**
 * Waits of the people called in one half hour, in seconds: median, and the band from p10 to p90.
 * @typedef {object} WaitSlot
 * @property {string} starts_at
 * @property {number} median_seconds
 * @property {number} p10_seconds
 * @property {number} p90_seconds
 */
